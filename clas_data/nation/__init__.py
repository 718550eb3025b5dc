"""What other territories say: the figures beside which the département is read."""
