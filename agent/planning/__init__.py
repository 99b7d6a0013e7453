"""From a request to a plan, and the check that every plan must pass."""
