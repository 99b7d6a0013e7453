"""Random valid bundles, as plain data: every shape of component that the policy lets pass."""
