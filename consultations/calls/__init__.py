"""What is asked of a procedure from outside: complaints before the adoption, and what the national register asks."""
