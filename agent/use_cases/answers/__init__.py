"""Answers that outlive the server that gave them: asked for again, they are the same."""
