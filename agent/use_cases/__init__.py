"""What the agent does, however it is asked: one module a use case, a command in, a typed result or error out."""
