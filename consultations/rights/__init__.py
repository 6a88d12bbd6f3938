"""What a person asks for about her own data, done from the desk of the data-protection officer."""
