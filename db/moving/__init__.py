"""How does a running site get into another database? Copied whole from one moment, proven equal, or not at all."""
