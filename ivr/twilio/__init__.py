"""Twilio: a way out behind the local trunks, and a second exchange when ours is gone."""
