"""A simulated neighbourhood: a second Asterisk that plays homes, providers, mobiles and the public network."""
