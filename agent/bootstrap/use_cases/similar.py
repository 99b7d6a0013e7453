"""Wiring of `similar`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.memory import build_memory
from agent.bootstrap.models import build_budget, build_embedding
from agent.bootstrap.use_cases.completing import build_completion
from agent.settings import Settings
from agent.use_cases.inputs.bundles import OneBundle
from agent.use_cases.similar.answer import similar
from agent.use_cases.similar.subject import Subject, of_bundle, of_trace
from foundation.model.run.similar import Similar

if TYPE_CHECKING:
    from memory.qdrant import QdrantIndex

#: Seconds that a question waits for others about the same folder, each of which takes parts of one.
_PATIENCE = 10.0


def build_similar_bundle(settings: Settings, *, agent: Agent | None = None) -> Callable[[OneBundle, int], Similar]:
    """Wire the question about a bundle.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """

    def ask(bundle: OneBundle, limit: int) -> Similar:
        subject = of_bundle(
            bundle,
            generate=lambda request: (agent or build_agent(settings)).runner.generate(request),
            complete=build_completion(settings, agent=agent),
        )
        return _answer(subject, limit, settings)

    return ask


def build_similar_trace(settings: Settings) -> Callable[[str, str | None, str | None, int], Similar]:
    """Wire the question about a trace."""

    def ask(trace_id: str, tenant: str | None, component: str | None, limit: int) -> Similar:
        return _answer(of_trace(trace_id, tenant, component, memory=build_memory(settings)), limit, settings)

    return ask


def build_similar_loading(settings: Settings) -> Callable[[], None]:
    """Wire what makes a process that lives on ready for its first question."""

    def load() -> None:
        from memory.qdrant import load_client

        load_client()

    return load


def _answer(subject: Subject, limit: int, settings: Settings) -> Similar:
    memory = build_memory(settings)
    with _index(settings, subject.tenant, memory.workspace) as index:
        return similar(subject, limit, memory=memory, index=index)


@contextmanager
def _index(settings: Settings, tenant: str, workspace: str) -> "Iterator[QdrantIndex]":
    from memory.qdrant import QdrantIndex

    key = settings.similarity_api_key.get_secret_value() if settings.similarity_api_key else None
    location = settings.similarity or str(settings.state_dir / "similarity")
    embedding = build_embedding(settings, build_budget(settings)) if settings.similarity_model else None
    index = QdrantIndex(location, tenant, workspace, key, embedding, _PATIENCE)
    try:
        yield index
    finally:
        index.close()
