"""A component of a novel type, drafts of it, and an agent whose model says what a test wants."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase

from agent.bootstrap import Agent, build_agent, build_draft_locks
from foundation.language_model.model import LanguageModel
from foundation.language_model.scripted import STAND_IN, Line, ScriptedChat
from foundation.model.destination import workspace
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.source.bundle import bundle_from_data
from plugins.llm_template_expander.decisions import decide
from tests.support.generation import settings_in

BUNDLE: dict[str, Any] = {
    "trace_id": "trace-novel-1",
    "blueprint_id": "usecase-embed-text",
    "component_scope": "Search",
    "team": "search",
    "component": {
        "name": "EmbeddingServer",
        "type": "gpu-inference",
        "transport": "http",
        "container_image": "ghcr.io/connectsoft/embedding:2.1.0",
        "replicas": 2,
        "ports": [{"name": "http", "port": 80, "targetPort": 8080}],
        "env": [{"name": "MODEL", "value": "small"}],
    },
    "environments": {"dev": {"replicas": 1}},
}
#: A draft that passes.
GOOD: dict[str, Any] = {
    "objects": [
        {
            "kind": "Deployment",
            "spec": [
                {"path": "minReadySeconds", "value": 5},
                {"path": "template.spec.volumes[0].name", "value": "shm"},
                {"path": "template.spec.volumes[0].emptyDir.medium", "value": "Memory"},
                {"path": "template.spec.volumes[0].emptyDir.sizeLimit", "value": "1Gi"},
                {"path": "template.spec.containers[0].volumeMounts[0].name", "value": "shm"},
                {"path": "template.spec.containers[0].volumeMounts[0].mountPath", "value": "/models"},
            ],
        },
        {"kind": "Service", "spec": []},
        {"kind": "PodMonitor", "spec": [{"path": "podMetricsEndpoints[0].port", "value": "http"}]},
    ],
    "cannot": None,
}


#: The answer that drafts it.
ANSWER = json.dumps(GOOD)


def changed(**component: Any) -> dict[str, Any]:
    """Return the bundle with other settings of its component."""
    return {**BUNDLE, "component": {**BUNDLE["component"], **component}}


def draft(*objects: tuple[str, dict[str, Any]]) -> str:
    """Return the answer that drafts objects with fields by path."""
    written = [
        {"kind": kind, "spec": [{"path": path, "value": value} for path, value in fields.items()]}
        for kind, fields in objects
    ]
    return json.dumps({"cannot": None, "objects": written})


class Workshop:
    """An agent with a workspace of its own and a model that follows a script."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.drafts = folder / ".infra-engineer" / "drafts"
        self.chat = ScriptedChat([])
        self._model = LanguageModel(self.chat, STAND_IN)
        chosen = settings_in(folder / "state", workspace=folder, **settings)
        self.agent: Agent = build_agent(chosen, language_model=self._model)

    def request(self, bundle: dict[str, Any] = BUNDLE, *, dry_run: bool = False) -> GenerationRequest:
        """Return the request for a bundle."""
        options = Options(destination=None if dry_run else workspace(str(self.out)))
        return bundle_from_data(json.loads(json.dumps(bundle)), "bundle.yaml").request(options)

    def generate(
        self, script: Sequence[Line], bundle: dict[str, Any] = BUNDLE, *, dry_run: bool = False
    ) -> GenerationResult:
        """Generate with a model that gives these answers."""
        self.chat = ScriptedChat(script)
        return self.ask(self.chat, bundle, dry_run=dry_run)

    def ask(
        self, chat: ChatCompletionClientBase, bundle: dict[str, Any] = BUNDLE, *, dry_run: bool = False
    ) -> GenerationResult:
        """Generate with a model of one's own."""
        self._model.service = chat
        return self.agent.runner.generate(self.request(bundle, dry_run=dry_run))

    @property
    def locks(self) -> list[str]:
        """Names of the lock files."""
        return sorted(path.stem for path in self.drafts.glob("*.yaml"))


def approved(workshop: Workshop, answer: str = ANSWER, bundle: dict[str, Any] = BUNDLE) -> str:
    """Have a component drafted and approve the draft; return its name."""
    before = set(workshop.locks)
    assert codes(workshop.generate([answer], bundle)) == {"draft-pending"}
    (name,) = set(workshop.locks) - before
    decide(build_draft_locks(workshop.agent.settings), name, "approved", "alice", None)
    return name


def manifests(workshop: Workshop) -> dict[str, str]:
    """Return the text of each manifest that was written, by the file's name."""
    return {path.name: path.read_text() for path in sorted(workshop.out.glob("manifests/*/*"))}


def codes(result: GenerationResult) -> set[str]:
    """Return the codes of a result's problems."""
    return {problem.code for problem in result.problems}
