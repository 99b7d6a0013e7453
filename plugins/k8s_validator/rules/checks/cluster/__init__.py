"""What the real kubectl says, alone or with a cluster."""
