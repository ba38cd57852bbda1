"""Where a line of a title may end."""
