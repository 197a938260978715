"""Which pages are there? One file for each."""
