"""All mistakes at once: what is wrong with a bundle besides the mistakes that end its run."""

from agent.execution.further_mistakes.search import FurtherMistakes

__all__ = ["FurtherMistakes"]
