"""What is read from rows for pages and papers: the notice of a meeting, who spoke, the officer's desk."""
