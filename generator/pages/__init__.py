"""What a reader sees, in each language: texts, views, drawings, data files."""
