"""An emergency that is none, sent out by each way and accepted by key."""
