"""What memory gets of a run: its record and all that belongs to it, in one transaction before anything is told."""
