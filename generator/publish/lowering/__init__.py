"""Scripts and styles as old engines read them."""
