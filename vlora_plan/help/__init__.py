"""Help: the words of the field, and guides made of the texts that stand beside the fields."""
