"""Is every part of this site well? Looked at once, with the cure of each fault."""
