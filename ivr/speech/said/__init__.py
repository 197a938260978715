"""The exchange's fixed words, a file for each subject; `ivr/speech/phrases.py` joins them."""
