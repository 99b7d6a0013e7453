"""Groups of settings that a component or an overlay may carry; pure data."""
