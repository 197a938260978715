"""What is spoken, recorded, played back and swept away at this site."""
