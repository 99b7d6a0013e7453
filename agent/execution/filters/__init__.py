"""What surrounds every step that is invoked through the kernel: one filter a module."""
