"""What happened, in figures that can be trusted: each with its definition, its query and its rows."""
