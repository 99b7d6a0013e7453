"""Who answers which prompt where no model can be reached: one module a prompt.

Every stand-in is a function of the case and of how often it was asked before. It answers as somebody would who reads
the case; it is no model, and says nothing about one.
"""

from collections.abc import Callable

from agent.evaluation.loading import LoadedCase
from scripts.stand_ins import drafts, plans, repairs, reviews

StandIn = Callable[[LoadedCase, int], str]

STAND_INS: dict[str, StandIn] = {
    "expansion": drafts.answer,
    "input": plans.answer,
    "repair": repairs.answer,
    "review": reviews.answer,
}
