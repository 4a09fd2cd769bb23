"""Old score books: a file of lines, checked one by one, then recorded through one verb."""
