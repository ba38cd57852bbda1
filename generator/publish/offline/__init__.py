"""What makes a built site work without a network."""
