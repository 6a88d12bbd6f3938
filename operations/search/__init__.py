"""What can be found by whom: kinds that the apps register, the wording of a question, and the answer."""
