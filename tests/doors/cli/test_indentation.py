"""Mistakes of form: what is wrong with the indentation is called so, and what is there twice is shown at the second."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
HEAD = "trace_id: t\nblueprint_id: b\ncomponent_scope: Order\n"
COMPONENT = "component:\n  name: x\n  type: microservice\n  transport: http\n  container_image: a/b:1.0\n"
QUEUED = "type: worker, transport: queue, container_image: a/b:1"
ASTRAY = "Indent this line like those it belongs to"

#: What somebody wrote, and place, message and remedy of the only mistake.
WRONG = {
    "a value, and keys below it": (
        "trace_id: t\n  component: b\n",
        "2:12",
        "the indentation is wrong: mapping values are not allowed in this context",
        f"{ASTRAY}; the key above has a value already.",
    ),
    "a key further right than its neighbours": (
        "component:\n  name: x\n   type: y\n",
        "3:8",
        "the indentation is wrong: mapping values are not allowed in this context",
        f"{ASTRAY}; the key above has a value already.",
    ),
    "a key further left than its neighbours": (
        "component:\n  name: x\n type: y\n",
        "3:2",
        "the indentation is wrong: while parsing a block mapping did not find expected key",
        f"{ASTRAY}.",
    ),
    "an entry further left than its neighbours": (
        "component:\n  env:\n    - name: A\n   - name: B\n",
        "4:4",
        "the indentation is wrong: while parsing a block mapping did not find expected key",
        f"{ASTRAY}.",
    ),
    "a key between entry and list": (
        "component:\n  env:\n    - name: A\n     value: b\n",
        "4:6",
        "the indentation is wrong: while parsing a block collection did not find expected '-' indicator",
        f"{ASTRAY}.",
    ),
    "a first line that is indented": (
        "  trace_id: t\ncomponent:\n  name: x\n",
        "2:1",
        "the indentation is wrong: did not find expected <document start>",
        f"{ASTRAY}.",
    ),
    "a quote that goes on": (
        'component:\n  name: "x" y\n  type: z\n',
        "2:13",
        "while parsing a block mapping did not find expected key",
        "Put the whole value in one pair of quotes, or in none.",
    ),
    "a tab": (
        "component:\n\tname: x\n",
        "2:1",
        "the indentation is a tab: while scanning for the next token found character that cannot start any token",
        "Indent with spaces; YAML does not allow tabs.",
    ),
    "a colon in a value": (
        "trace_id: a: b\n",
        "1:12",
        "mapping values are not allowed in this context",
        "Put the value in quotes; it holds a colon and a space.",
    ),
    "a key without a colon": (
        "component:\n  name x\n  type: b\n",
        "3:7",
        "mapping values are not allowed in this context",
        "Put a colon and a space between key and value in the line above.",
    ),
    "an open bracket": (
        "component:\n  env: [{name: A}\n  name: x\n",
        "3:3",
        "while parsing a flow sequence did not find expected ',' or ']'",
        "Close the bracket of line 2, or put a comma before this.",
    ),
    "a component that is not indented": (
        HEAD + "component:\nname: x\ntype: microservice\ntransport: http\ncontainer_image: a/b:1.0\n",
        "5:1 name",
        "the indentation is wrong: name, type, transport, container_image belong to component",
        "Indent them by two spaces more.",
    ),
    "a key of an entry that is not indented": (
        HEAD + COMPONENT + "  env:\n  - name: A\n  value: b\n",
        "11:3 component.value",
        "the indentation is wrong: value belongs to component.env[0]",
        "Indent it by 4 spaces.",
    ),
    "a key of a mapping that is not indented": (
        HEAD + COMPONENT + "  liveness_probe:\n  httpGet: {path: /, port: http}\n",
        "10:3 component.httpGet",
        "the indentation is wrong: httpGet belongs to component.liveness_probe",
        "Indent it by two spaces more.",
    ),
    "a key of the bundle in its component": (
        HEAD + COMPONENT + "  environments: {dev: {}}\n",
        "9:3 component.environments",
        "environments is not a known key",
        "It is a key of the whole document: move it out, beside component, with its indentation.",
    ),
    "a key that is there twice": (
        HEAD + COMPONENT + "  name: y\n",
        "9:3 component.name",
        "the key 'name' stands here twice",
        "Keep one of them; the first is in line 5.",
    ),
    "an entry that is there twice": (
        HEAD + COMPONENT + "  env:\n  - {name: A, value: b}\n  - {name: A, value: c}\n",
        "11:12 component.env[1].name",
        "name: 'A' stands in the list more than once; keep one entry",
        "Change it as the message says.",
    ),
    "an environment that is there twice": (
        HEAD + COMPONENT + "environments:\n  prod: {replicas: 2}\n  production: {replicas: 3}\n",
        "11:15 environments.production",
        "prod and production are the same environment",
        "Keep one of them, best prod.",
    ),
    "a component that is there twice": (
        HEAD + "components:\n" + "".join(f"- {{name: {name}, {QUEUED}}}\n" for name in ("One", "one")),
        "6:10 components[1].name",
        "name: One and one both map to 'one'; rename one of them",
        "Change it as the message says.",
    ),
    "a mount path that is there twice": (
        HEAD
        + COMPONENT
        + "  claims:\n  - {name: c, size: 1Gi, mount_path: /d}\n  - {name: e, size: 1Gi, mount_path: /d}\n",
        "11:38 component.claims[e].mount_path",
        "two volumes would be mounted at /d in dev",
        "Choose another path.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_only_mistake_is_told_at_its_place(case: str, program: Program, workspace: Path) -> None:
    text, at, message, remedy = WRONG[case]
    (workspace / "b.yaml").write_text(text)
    outcome = program("generate", "b.yaml")
    told = [line for line in outcome.err.splitlines() if " | " not in line]
    assert (outcome.code, outcome.out) == (2, "")
    assert [line.partition("  b.yaml:")[2] for line in told[:1]] == [at]
    assert told[1:3] == [f"  {message}", f"  mend: {remedy}"]
    assert told[3:] in ([], ["x: failed"])
