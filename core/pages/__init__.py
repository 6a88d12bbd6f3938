"""What a page keeps in its own address: a step of a form in parts, a switch, the page of a list."""
