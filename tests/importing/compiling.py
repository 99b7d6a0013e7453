"""Compiling imported bundles, and objects as data."""

from pathlib import Path
from typing import Any

from agent.bootstrap import Agent
from foundation.source.bundle import read_bundles
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster
from tests.support.generation import request_of


def compile_text(agent: Agent, text: str) -> dict[str, Any]:
    """Compile a bundle and return the objects of its only environment by kind and name, whatever the gate says."""
    (bundle,) = read_bundles(text.encode(), "imported.yaml")
    result = agent.runner.generate(request_of(bundle, None))
    assert result.artifacts is not None, [problem.message for problem in result.problems]
    return _objects([file.content.decode() for file in result.artifacts.files if file.path.startswith("manifests/")])


def objects_in_text(text: str) -> list[dict[str, Any]]:
    """Return the objects of a text as a cluster reads them, lists taken apart."""
    documents = [document.data for document in parse_documents(text, "objects.yaml", read_for_cluster)]
    return [item for data in documents for item in (data["items"] if data["kind"] == "List" else [data])]


def objects_in(folder: Path) -> dict[str, Any]:
    """Return the objects of a folder by kind and name."""
    return _objects([path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))])


def _objects(texts: list[str]) -> dict[str, Any]:
    objects = [item for text in texts for item in objects_in_text(text)]
    return {f"{item['kind']}/{item['metadata']['name']}": item for item in objects}


def differences(expected: Any, actual: Any, path: str = "") -> list[str]:
    """Return how two pieces of data differ, a line for each place; what has no counterpart is told leaf by leaf."""
    if path and isinstance(expected, dict | None) and isinstance(actual, dict | None) and (expected or actual):
        expected, actual = expected or {}, actual or {}
    if isinstance(expected, dict) and isinstance(actual, dict):
        found = []
        for key in sorted(expected.keys() | actual.keys(), key=str):
            where = f"{path}.{key}" if path else str(key)
            nested = path and isinstance(expected.get(key, actual.get(key)), dict)
            if nested and (expected.get(key) or actual.get(key)):
                found += differences(expected.get(key), actual.get(key), where)
            elif key not in actual:
                found.append(f"lost {where}: {expected[key]!r}")
            elif key not in expected:
                found.append(f"added {where}: {actual[key]!r}")
            else:
                found += differences(expected[key], actual[key], where)
        return found
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for index, (one, other) in pairs for line in differences(one, other, f"{path}[{index}]")]
    return [] if expected == actual else [f"changed {path}: {expected!r} became {actual!r}"]
