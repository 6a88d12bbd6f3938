"""The pages of consultation, one file a noun."""
