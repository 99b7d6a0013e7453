"""What each use case needs, wired: one module a use case, each with one function that gives it ready to be called."""
