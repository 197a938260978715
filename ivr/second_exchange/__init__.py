"""The second exchange: what is asked of it while ours is gone, and what follows from what it tells."""
