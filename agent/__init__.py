"""Infrastructure Engineer Agent: compiles a component bundle into infrastructure that runs."""

__version__ = "0.1.0"
