"""Working the input: identical letters, similar texts, merging, splitting, one reason for many, whose task it is."""
