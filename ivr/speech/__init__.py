"""THE VOICE: how do fixed phrases, names and addresses become sound files that Asterisk can play?"""
