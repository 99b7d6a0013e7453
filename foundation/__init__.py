"""What all of the program stands on: the model, reading, rendering, programs, the catalog."""
