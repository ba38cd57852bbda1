"""What the search finds, and what it hears in a query."""
