"""Pure data: frozen values that travel between the steps. Nothing here does any I/O."""
