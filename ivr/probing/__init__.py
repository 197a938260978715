"""DEAD NUMBERS: which destinations still lead to somebody, found out before she needs them."""
