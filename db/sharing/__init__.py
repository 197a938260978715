"""Who may work on this database? One controller of an exchange, of one site."""
