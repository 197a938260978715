"""How does Bigbutton speak with Asterisk? Actions over AMI; what happened comes from its log."""
