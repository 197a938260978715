"""What do the facts of our dialplan mean? A file for each subject; table.py names them all."""
