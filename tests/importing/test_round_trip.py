"""Each group of Kubernetes fields: a hand-written manifest, imported and compiled, is what it was."""

import base64
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from agent.importing.draft import PLATFORM
from agent.importing.trace import Identity
from agent.use_cases.import_ import import_all
from tests.importing.compiling import compile_text, differences, objects_in_text
from tests.importing.normal import by_title, unexplained

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
SAID = Identity(trace_id="trace-1", blueprint_id="usecase-1", component_scope="Order", team="ordering")
#: What is written otherwise in a bundle's output, though it means the same.
OTHERWISE: dict[str, list[str]] = {
    # Selectors on recommended labels follow the labels of the chart, which has a checksum of its own.
    "recommended-labels": [
        r"changed .*\.annotations\.checksum/config: 'abcdef' became .*",
        r"changed .*\.podAntiAffinity\..*\.matchLabels\.app\.kubernetes\.io/name: 'cache' became 'prod-cache'",
        r"added .*\.podAntiAffinity\..*\.matchLabels\.app\.kubernetes\.io/instance: 'prod-cache'",
    ],
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_nothing_is_lost_or_changed(agent: Agent, case: Path) -> None:
    compiled, findings = round_trip(agent, case)
    lines = unexplained(differences(manifest(case), compiled))
    rules = OTHERWISE.get(case.stem, [])
    assert [line for line in lines if not any(re.fullmatch(rule, line) for rule in rules)] == []
    assert len(lines) == len(rules)
    assert [finding.message for finding in findings if finding.code != PLATFORM] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_comparison_would_notice_every_lost_field(case: Path) -> None:
    expected = manifest(case)
    for path in list(leaves(expected, ())):
        changed = deepcopy(expected)
        holder = changed
        for part in path[:-1]:
            holder = holder[part]
        del holder[path[-1]]
        assert unexplained(differences(expected, changed)), path


def leaves(data: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of all that is no mapping or list."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else []
    for key, value in entries:
        if isinstance(value, dict | list) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)


def manifest(path: Path) -> dict[str, Any]:
    return by_title(objects_in_text(path.read_text(encoding="utf-8")))


def round_trip(agent: Agent, path: Path) -> tuple[dict[str, Any], list[Any]]:
    (imported,) = import_all([str(path)], None, SAID, agent.library)
    return by_title(list(compile_text(agent, imported.text).values())), imported.findings


def test_files_text_binary_and_large_come_back_byte_for_byte(agent: Agent, tmp_path: Path) -> None:
    large = "".join(f"{{{{ .Values.line{number} }}}}: '{number}' # {{% if %}}\n" for number in range(1500))
    assert len(large) > 50_000
    binary = base64.b64encode(bytes(range(256)) * 8).decode()
    data = {"large.tpl": large, "tabs": "\ta\n  b \n\n", "empty": "", "one-line": "x", "unicode": "żółć ✓\n"}
    container = {"name": "files", "image": "example.org/files:1.0.0"}
    mounts = [{"name": "content", "mountPath": "/content"}, {"name": "content", "mountPath": "/one", "subPath": "tabs"}]
    spec = {
        "containers": [{**container, "volumeMounts": mounts}],
        "volumes": [{"name": "content", "configMap": {"name": "files-content", "defaultMode": 0o755}}],
    }
    labels = {"app": "files"}
    deployment = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "files"},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": spec},
        },
    }
    config_map = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "files-content"},
        "immutable": True,
        "data": data,
        "binaryData": {"all-bytes.bin": binary},
    }
    path = tmp_path / "files.yaml"
    path.write_text(yaml.safe_dump_all([deployment, config_map]))
    compiled, findings = round_trip(agent, path)
    assert unexplained(differences(by_title([deployment, config_map]), compiled)) == []
    assert compiled["ConfigMap/files-content"]["data"] == data
    assert [finding for finding in findings if finding.code != PLATFORM] == []
