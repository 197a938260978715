"""How a site comes into being: questions, settings, first area, first administrator."""
