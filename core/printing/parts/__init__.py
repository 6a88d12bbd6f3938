"""A long document is made in parts: each laid out by itself, kept by the hash of what it says, then joined."""
