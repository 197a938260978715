"""How is a site kept safe? One archive with the database, what people said and what the site set; and back again."""
