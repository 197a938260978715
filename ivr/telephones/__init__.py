"""How does a telephone come into service: its settings, its key card, its first press?"""
