"""What an opened page showed, held against what stands there by the time that it is sent."""
