"""Groups of settings that a component, or any other layer, may carry; pure data."""
