"""What would happen if she pressed now, and at which hours nobody would answer."""
