"""What is asked of a procedure from outside: complaints before the adoption."""
