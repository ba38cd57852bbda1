"""What the conditions mean: compiled, proved, tried."""
