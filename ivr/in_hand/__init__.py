"""What may an operator do with a call while it is spoken, and what became of it?"""
