"""How the ways out stand, and which exchange carries the work."""
