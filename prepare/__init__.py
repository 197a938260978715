"""What does a bare Debian computer lack before the exchange can run on it? Standard library only."""
