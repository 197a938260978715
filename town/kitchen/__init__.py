"""What carries the kitchen telephone of the demonstration: its presses, its switches, its mornings and its year."""
