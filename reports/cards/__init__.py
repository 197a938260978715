"""What lies beside her telephone: the card with its eleven keys."""
