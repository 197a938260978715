"""What waits to be heard and is rung out: the lamp, `*20`, the greeting, the lines a campaign may take."""
