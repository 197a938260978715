"""May a site be put into service like this? Every fault, its place and its cure."""
