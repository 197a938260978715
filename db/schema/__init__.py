"""Which tables are there? One file for each part of the story; `db.tables` gathers them."""
