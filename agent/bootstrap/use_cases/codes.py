"""Wiring of what is told about codes."""

from collections.abc import Callable

from agent.settings import Settings
from agent.use_cases.codes import CodesCommand, codes
from foundation.model.codes import Codes
from plugins.k8s_validator.policy_folders import policies_of
from plugins.k8s_validator.rules.rule_book import RuleBook, rule_book


def build_codes(settings: Settings) -> Callable[[CodesCommand], Codes]:
    """Wire the use case.

    Args:
        settings: say where the policies are.
    """
    from agent.bootstrap.folders import build_library
    from foundation.catalog.codes import read_codes

    def rules(folder: str | None, profile: str) -> RuleBook:
        return rule_book(policies_of(build_library(settings), folder).platform, profile)

    return lambda command: codes(command, rules=rules, others=read_codes)
