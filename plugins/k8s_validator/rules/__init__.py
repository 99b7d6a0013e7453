"""Rules: what a check is, which ones hold, how they run, and what waives them."""
