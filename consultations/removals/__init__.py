"""Taking a person out of what the municipality wrote of a meeting or of her words."""
