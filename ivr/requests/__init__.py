"""Something is to be delivered to a person: asked for by a press, promised, accepted, done, and how it was."""
