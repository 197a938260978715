"""Who takes part: seniors and their homes, terminals, contacts, providers, areas and staff. Pure types, no I/O."""
