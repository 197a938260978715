"""What does a process of a site need around its work? A log that can be read, and a look at where its calls leave."""
