"""PostProcessor: puts the pieces together as the exact files that the gate looks at."""
