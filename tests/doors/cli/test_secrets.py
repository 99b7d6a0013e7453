import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.foundation.secrets.corpus import GITHUB, MIXED
from tests.support.generation import EXAMPLES

Program = Callable[..., Any]

VALUE = "Zuck3r-9"
ORDER = (EXAMPLES / "order-service.yaml").read_text()
LITERAL = ORDER.replace("value: queue.order.processing", f"value: amqp://app:{VALUE}@queue")


def leaks(folder: Path, *sources: Path) -> list[Path]:
    """Return the files below a folder, other than the sources, that hold the value."""
    files = [path for path in folder.rglob("*") if path.is_file() and path not in sources]
    return [path for path in files if VALUE.encode() in path.read_bytes()]


@pytest.mark.parametrize("command", ["generate", "explain", "diff"])
@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_a_secret_is_told_by_its_place_and_shown_nowhere(
    program: Program, workspace: Path, tmp_path: Path, command: str, flags: tuple[str, ...]
) -> None:
    source = workspace / "bundle.yaml"
    source.write_text(LITERAL)
    outcome = program(command, "bundle.yaml", *flags)
    assert outcome.code == 2
    assert VALUE not in outcome.out + outcome.err
    assert "literal-secret" in outcome.out + outcome.err
    assert leaks(tmp_path, source) == []


def test_the_place_has_line_and_column(program: Program, workspace: Path) -> None:
    (workspace / "bundle.yaml").write_text(LITERAL)
    line = next(number for number, text in enumerate(LITERAL.splitlines(), 1) if VALUE in text)
    assert f"literal-secret  bundle.yaml:{line}:14 component.env[0].value\n" in program("generate", "bundle.yaml").err
    (problem,) = json.loads(program("generate", "bundle.yaml", "--json").out)["problems"]
    assert (problem["code"], problem["line"], problem["column"]) == ("literal-secret", line, 14)


def test_the_failure_is_in_the_events_without_the_value(program: Program, workspace: Path, tmp_path: Path) -> None:
    source = workspace / "bundle.yaml"
    source.write_text(LITERAL)
    program("generate", "bundle.yaml")
    events = (tmp_path / "state" / "events.jsonl").read_text()
    assert events.count("\n") > 0
    assert VALUE not in events


def test_other_mistakes_do_not_show_a_secret_either(program: Program, workspace: Path, tmp_path: Path) -> None:
    bundle = yaml.safe_load(ORDER)
    bundle["observability"]["otel_endpoint"] = f"http://app:{VALUE}@collector:4317"
    source = workspace / "bundle.yaml"
    source.write_text(yaml.safe_dump(bundle))
    outcome = program("generate", "bundle.yaml")
    assert outcome.code == 2
    assert "observability.otel_endpoint" in outcome.err
    assert VALUE not in outcome.out + outcome.err
    outcome = program("generate", str(EXAMPLES / "minimal.yaml"), "--set", f"component.DB_PASSWORD={VALUE}")
    assert "--set component.DB_PASSWORD=(a secret)" in outcome.err
    assert VALUE not in outcome.out + outcome.err
    assert leaks(tmp_path, source) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("component.container_image", f"robot:{VALUE}@registry.example.com/team/orders:1.2.3"),
        ("component.container_image", f"https://{VALUE}@registry.example.com/team/orders:1.2.3"),
        ("component.working_dir", f"ftp://robot:{VALUE}@files/x"),
        ("component.ingress.className", f"{'x' * 50}:{VALUE}@host"),
        ("pull_request.url", f"https://robot:{VALUE}@forge.example.com/pull/1"),
    ],
)
def test_what_stands_before_a_host_is_quoted_nowhere(
    program: Program, workspace: Path, tmp_path: Path, setting: str, value: str
) -> None:
    bundle = yaml.safe_load(ORDER)
    *inside, last = setting.split(".")
    place = bundle
    for key in inside:
        place = place.setdefault(key, {})
    place[last] = value
    source = workspace / "bundle.yaml"
    source.write_text(yaml.safe_dump(bundle))
    for outcome in (
        program("generate", "bundle.yaml"),
        program("generate", "bundle.yaml", "--json"),
        program("generate", str(EXAMPLES / "minimal.yaml"), "--set", f"{setting}={value}"),
    ):
        assert outcome.code == 2
        assert last in outcome.out + outcome.err
        assert VALUE not in outcome.out + outcome.err
    assert leaks(tmp_path, source) == []


#: Tokens as keys of mappings and as parts of paths: where the model takes any key, and where it knows none such.
KEYS: list[dict[str, Any]] = [
    {
        "config": {GITHUB: "1", f"app:{MIXED}@db.internal": "1"},
        "labels": {GITHUB: "1"},
        "node_selector": {f"example.com/{GITHUB}": "1"},
        "files": [{"name": "settings", "mount_path": f"/etc/{GITHUB}", "data": {"a": "a"}}],
    },
    {GITHUB: 1, "env": [{"name": GITHUB, "value": "1"}, {"name": "A", "value": "1", f"x-{GITHUB}": 1}]},
]


@pytest.mark.parametrize("settings", KEYS)
@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_no_key_and_no_path_quotes_a_secret(
    program: Program, workspace: Path, tmp_path: Path, settings: dict[str, Any], flags: tuple[str, ...]
) -> None:
    bundle = yaml.safe_load(ORDER)
    bundle["component"] |= settings
    source = workspace / "bundle.yaml"
    source.write_text(yaml.safe_dump(bundle))
    outcome = program("generate", "bundle.yaml", *flags)
    assert outcome.code == 2
    assert "(a secret)" in outcome.out + outcome.err
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != source]
    assert files
    for said in [outcome.out, outcome.err, *(path.read_bytes().decode("utf-8", "replace") for path in files)]:
        assert GITHUB not in said
        assert MIXED not in said


@pytest.mark.parametrize(
    "command",
    [
        {"command": ["redis-cli"], "args": ["-h", "cache", "-a", VALUE]},
        {"command": ["sh", "-c", f"exec mysql -u root -p{VALUE}"]},
        {"config": {"DSN": f"app:{VALUE}@db.internal:5432/orders"}},
        {"files": [{"name": "s", "mount_path": "/etc/s", "data": {"a.toml": f"[db]\npassword = '{VALUE}'\n"}}]},
        {"files": [{"name": "s", "mount_path": "/etc/s", "data": {"a.yaml": f"password: |\n  {VALUE}\n"}}]},
    ],
)
def test_a_password_is_found_however_it_is_given(
    program: Program, workspace: Path, tmp_path: Path, command: dict[str, Any]
) -> None:
    bundle = yaml.safe_load(ORDER)
    bundle["component"] |= command
    source = workspace / "bundle.yaml"
    source.write_text(yaml.safe_dump(bundle))
    outcome = program("generate", "bundle.yaml")
    assert outcome.code == 2
    assert outcome.err.count("literal-secret") == 1
    assert VALUE not in outcome.out + outcome.err
    assert leaks(tmp_path, source) == []
