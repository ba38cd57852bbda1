"""The page for campaigns, and what is said there and on posters."""
