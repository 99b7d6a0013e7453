"""The README of charts comes from a template of others."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# {{ chart.name }}\n\n{{ chart.nmae }}\n", 3, "no attribute 'nmae'"),
        ("# {{ chart.name }}\n{% for row in rows %}\n{{ row.path }\n", 3, "unexpected"),
        ("{{ 'x' * 10000000000 }}", 1, "* has no place in it"),
        ("\n{% for a in range(10000000000) %}{% endfor %}", 2, "a call has no place in it"),
        ("{{ chart.name|center(10000000000) }}", 1, "the filter center"),
        ("{% for a in rows %}{% for b in rows %}{% for c in rows %}{% endfor %}{% endfor %}{% endfor %}", 1, "2 deep"),
        (
            "{% for a in rows %}{% for b in rows %}{{ chart.description }}{{ rows }}{% endfor %}{% endfor %}",
            None,
            "1048576",
        ),
    ],
)
def test_a_mistake_in_it_is_told_at_its_line(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int | None, said: str
) -> None:
    own = workspace / "own"
    shutil.copytree(EXAMPLES.parent / "templates", own)
    (own / "helm" / "readme" / "v1.md.j2").write_text(text)
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(own))
    outcome = program("generate", str(EXAMPLES / "minimal.yaml"))
    assert outcome.code == 2
    place = "helm/readme/v1.md.j2" if line is None else f"helm/readme/v1.md.j2:{line}"
    assert f"error template-text  {place}" in outcome.err
    assert said in outcome.err
    assert not (workspace / "out").exists()
