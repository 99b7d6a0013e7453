"""Running a plan through the kernel, and the gate that guards the way out."""
