"""Compiling imported bundles, and objects as data."""

from pathlib import Path
from typing import Any

import yaml

from agent.bootstrap import Agent
from agent.source.bundle import read_bundles
from tests.support.generation import request_of


def compile_text(agent: Agent, text: str) -> dict[str, Any]:
    """Compile a bundle and return the objects of its only environment by kind and name, whatever the gate says."""
    (bundle,) = read_bundles(text.encode(), "imported.yaml")
    result = agent.runner.generate(request_of(bundle, None))
    assert result.artifacts is not None, [problem.message for problem in result.problems]
    return _objects(
        [file.content.decode() for file in result.artifacts.files if file.path.startswith("manifests/")]
    )


def objects_in(folder: Path) -> dict[str, Any]:
    """Return the objects of a folder by kind and name."""
    return _objects([path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))])


def _objects(texts: list[str]) -> dict[str, Any]:
    objects = [item for text in texts for item in yaml.safe_load_all(text) if item]
    return {f"{item['kind']}/{item['metadata']['name']}": item for item in objects}
