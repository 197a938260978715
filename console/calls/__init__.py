"""The call an operator has: who it is, who rings, whom to pass it to, and who was meant."""
