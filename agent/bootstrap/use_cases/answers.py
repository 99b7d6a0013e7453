"""Wiring of the book of answers."""

from agent.bootstrap.clocks import real_time
from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.answers.book import AnswerBook


def build_answer_book(settings: Settings) -> AnswerBook:
    """Wire the book; what keeps memory stays open."""
    library = build_library(settings)
    return AnswerBook(build_memory(settings), lambda: library.policy.default_tenant, lambda: real_time())
