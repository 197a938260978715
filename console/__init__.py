"""What do the staff see? Pages, the HTTP API and who may use them."""
