"""From any id to what it is linked with."""
