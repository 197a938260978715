"""What can be typed? One file a family of commands; each only reads its arguments and calls a use case."""
