"""Wiring of what returns the digests of requests."""

from functools import partial
from pathlib import Path

from agent.bootstrap.clocks import today
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.inputs.request_digest import DatedBasis, RequestDigests
from foundation.catalog.content import FolderContent, folder_content
from foundation.catalog.library import TemplateLibrary
from foundation.model.digests import json_digest
from foundation.model.run.artifacts import sha256
from foundation.model.run.request import GenerationRequest


def build_request_digests(settings: Settings, library: TemplateLibrary) -> RequestDigests:
    """Wire it.

    Args:
        settings: the settings.
        library: templates and policies.
    """
    remembered = partial(_remembered, settings, library)
    return RequestDigests(partial(_basis, settings, library), remembered, partial(today, settings))


def _basis(settings: Settings, library: TemplateLibrary) -> DatedBasis | None:
    # Imported here: so is the list of what is installed.
    from agent.release import release

    # A cluster, a model or a program of this machine may say something else another time.
    outside = settings.kubectl_dry_run or settings.kubeconfig or settings.yamllint or settings.review
    outside = outside or settings.infrastructure_programs
    helm = _helm(settings)
    if outside or settings.planner == "model" or helm is None:
        return None
    roots = [folder.root for folder in library.folders]
    number = len(roots)
    roots += [Path(settings.schema_path)] if settings.schema_path else []
    contents = [folder_content(root) for root in roots]
    known: list[FolderContent] = [content for content in contents if content is not None]
    if len(known) < len(roots):
        return None
    return DatedBasis(
        release=release(),
        templates=[content.digest for content in known[:number]],
        policies=[content.policies for content in known[:number]],
        schemas=json_digest([known[-1].digest, known[-1].policies]) if settings.schema_path else None,
        helm=f"{helm}, lint {settings.helm_lint}",
        days=frozenset().union(*(content.days for content in known)),
    )


def _helm(settings: Settings) -> str | None:
    """Return which Helm is used; the version of the library is one of the release's."""
    if settings.helm_engine != "binary":
        return settings.helm_engine
    # Imported here: the engine of most runs is no program.
    from shutil import which

    try:
        return sha256(Path(which(settings.helm_binary) or settings.helm_binary).read_bytes())
    except OSError:
        return None


def _remembered(settings: Settings, library: TemplateLibrary, request: GenerationRequest) -> list[str]:
    """Return what memory adds to the trace of a bundle that leaves something of it out."""
    bundle = request.bundle
    if bundle.trace_id is None or (bundle.blueprint_id and bundle.component_scope):
        return []
    # Imported here: most bundles say it all.
    from memory.trace_memory import TraceMemory
    from plugins.trace_metadata_injector.identity import resolve_trace

    store = TraceMemory(build_memory(settings))
    known = store.find(bundle.tenant or library.policy.default_tenant, bundle.trace_id)
    trace = resolve_trace(bundle, request.digest, known)
    return [trace.blueprint_id, trace.component_scope]
