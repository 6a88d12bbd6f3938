"""Other doors to the same form: on paper, and many at once by a sheet. All are made from the public form's fields."""
