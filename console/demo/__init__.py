"""The demonstration's page: a kitchen telephone whose presses draw themselves. A site's console never has it."""
