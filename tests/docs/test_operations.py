import re

# These failures have to be in the table.
import agent.doors.desk.desk  # noqa: F401
import foundation.catalog.files
import foundation.kubectl.errors
import foundation.language_model.errors
import foundation.model.drafts.errors  # noqa: F401
from agent.bootstrap import Agent
from agent.doors.cli.exit_codes import exit_code
from foundation.model.errors import AgentError, PermanentError, TemporaryError
from tests.support.generation import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text()


def failures(kind: type[AgentError] = AgentError) -> dict[str, type[AgentError]]:
    """Every failure by its name, as far as somebody raises it: the three at the root only sort the others."""
    found = {} if kind in (AgentError, PermanentError, TemporaryError) else {kind.failure: kind}
    for below in kind.__subclasses__():
        if below.__module__.startswith(("agent.", "foundation.", "plugins.", "memory.")):
            found = failures(below) | found
    return found


def table() -> dict[str, tuple[int, str]]:
    """Exit code and retry of each failure as the page has them."""
    rows = re.findall(r"^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \| ([\d, ]+) \| ([^|]+) \|", PAGE, re.MULTILINE)
    return {
        name: (int(code), again)
        for names, codes, again in rows
        for name, code in zip(re.findall("[a-z_]+", names), codes.split(", "), strict=True)
    }


def test_every_failure_is_on_the_page_with_its_exit_code() -> None:
    assert {name: code for name, (code, _) in table().items()} == {
        name: exit_code(kind.fault) for name, kind in failures().items()
    }


def test_the_page_says_what_is_tried_again(agent: Agent) -> None:
    policy = agent.library.policy.retry.retry_policy
    kinds = failures()
    for name, (_, again) in table().items():
        tried = policy.retries(name) and issubclass(kinds[name], TemporaryError)
        assert again.startswith("yes") == tried, name
