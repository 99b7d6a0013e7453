"""What holds for objects of every kind."""
