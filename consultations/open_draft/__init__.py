"""The draft that a round is about: who gives it, and how it is read."""
