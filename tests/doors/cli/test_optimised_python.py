"""Without assertions and docstrings, as Python is run with -OO, the same bytes come out and go to a model."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from foundation.language_model.response_schema import response_format
from foundation.model.digests import json_digest
from foundation.model.drafts.draft import Draft
from plugins.prompt_based_validator.answers import Remarks
from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]

ORDER = str(EXAMPLES / "order-service.yaml")
FORMS = (
    "from foundation.language_model.response_schema import response_format\n"
    "from foundation.model.digests import json_digest\n"
    "from foundation.model.drafts.draft import Draft\n"
    "from plugins.prompt_based_validator.answers import Remarks\n"
    "print(*(json_digest(response_format(form)) for form in (Draft, Remarks)))"
)


def optimised(*arguments: str) -> str:
    """Return what Python prints with -OO."""
    return subprocess.run(
        [sys.executable, "-OO", *arguments], capture_output=True, text=True, check=True, timeout=300
    ).stdout


def content(folder: str) -> dict[str, bytes]:
    """Return every file but the events, which have times."""
    files = [path for path in Path(folder).rglob("*") if path.is_file() and path.name != "events.jsonl"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_an_output_is_the_same(program: Program, workspace: Path) -> None:
    assert program("generate", ORDER, "-o", "out").code == 0
    optimised("-m", "agent", "generate", ORDER, "-o", "other", "--force")
    assert content("out") == content("other")
    assert len(content("out")) > 40


def test_a_model_is_asked_the_same() -> None:
    expected = " ".join(json_digest(response_format(form)) for form in (Draft, Remarks))
    assert optimised("-c", FORMS).strip() == expected
