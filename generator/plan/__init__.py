"""What the files of a plan say: read, checked one by one, with the place of each word."""
