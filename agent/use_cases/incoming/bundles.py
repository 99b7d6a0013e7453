"""The bundles that an event means: those in it, those of a file, or those that memory has."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent.use_cases.history.finding import find_run
from agent.use_cases.history.requests import kept_request, request_again
from agent.use_cases.inputs.attachments import FolderReader
from agent.use_cases.inputs.bundles import BundleContent, load_bundles, of_component
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from foundation.model.incoming import BlueprintReady, CommitCompleted
from foundation.source.bundle import SourcedBundle, bundle_digest, read_bundles
from foundation.source.document import MAX_BYTES
from foundation.source.tree import Document
from foundation.source.validation import validate
from memory.memory import Memory
from memory.records.history import KnownRun

#: What an event and a bundle both may say.
_IDENTITY = ("trace_id", "blueprint_id", "component_scope", "execution_id", "agent_origin", "tenant")
#: Runs of a trace that are looked at for its components.
_LOOKED_AT = 50


def bundles_of(
    payload: BlueprintReady | CommitCompleted, *, workspace: Path, memory: Memory, default_tenant: str
) -> list[SourcedBundle]:
    """Return the bundles that an event means, with what it says of them.

    Args:
        payload: what it asks for.
        workspace: folder that files are read below.
        memory: the memory; only that of the event's tenant is looked at.
        default_tenant: the tenant of an event that names none.

    Raises:
        InputError: with every mistake of the bundles, and where the event contradicts them.
        OutsideError: memory cannot be read.
    """
    sources = _sources(payload, workspace, memory, payload.tenant or default_tenant)
    name = payload.event
    if payload.component is not None:
        sources = of_component(sources, payload.component, name)
    image = payload.container_image if isinstance(payload, CommitCompleted) else None
    if image is not None and len(sources) > 1:
        raise InputError(_whose_image(len(sources), name))
    said = {field: value for field in _IDENTITY if (value := getattr(payload, field)) is not None}
    if problems := [problem for source in sources for problem in _contradictions(source.bundle, said, name)]:
        raise InputError(*dict.fromkeys(problems))
    return [_completed(source, said, image) for source in sources]


def _sources(
    payload: BlueprintReady | CommitCompleted, workspace: Path, memory: Memory, tenant: str
) -> list[SourcedBundle]:
    if payload.bundle is not None:
        return load_bundles(BundleContent(content=payload.bundle))
    if payload.bundle_path is not None:
        content = FolderReader(workspace, MAX_BYTES)(payload.bundle_path)
        beside = FolderReader((workspace / payload.bundle_path).parent)
        return read_bundles(content, payload.bundle_path, read=beside)
    if payload.bundle_run is not None:
        return [_recorded(find_run(payload.bundle_run, tenant, memory=memory))]
    return [_recorded(found) for found in _last_runs(payload, tenant, memory)]


def _last_runs(payload: BlueprintReady | CommitCompleted, tenant: str, memory: Memory) -> Sequence[KnownRun]:
    """Return the last run that saved of each component of a trace."""
    last: dict[str, KnownRun] = {}
    for run in memory.of(tenant).runs.of_trace(payload.trace_id, _LOOKED_AT):
        if run.artifacts is not None and run.request is not None:
            last.setdefault(run.component, KnownRun(tenant=tenant, run=run))
    if not last:
        message = f"memory knows no component of the trace {payload.trace_id} that was generated for {tenant}"
        remedy = "Send the bundle with the event, or generate it once."
        raise InputError(
            Problem(code="trace-unknown", message=message, remedy=remedy, file=payload.event, path="trace_id")
        )
    return list(last.values())


def _recorded(found: KnownRun) -> SourcedBundle:
    request = request_again(kept_request(found), found.run.run_id)
    return SourcedBundle(bundle=request.bundle, source=request.source, digest=request.digest, file=request.file)


def _contradictions(bundle: Bundle, said: dict[str, Any], name: str) -> list[Problem]:
    return [
        Problem(
            code="event-contradicts",
            message=f"the event says {field} {value}, and the bundle says {there}",
            remedy="Let both say the same, or leave it out of one of them.",
            file=name,
            path=field,
        )
        for field, value in said.items()
        if (there := getattr(bundle, field)) is not None and there != value and not _is_of_run(field)
    ]


def _is_of_run(field: str) -> bool:
    """Tell whether the event's word goes before the bundle's: it is of this run, and not of the component."""
    return field in ("execution_id", "agent_origin")


def _completed(source: SourcedBundle, said: dict[str, Any], image: str | None) -> SourcedBundle:
    """Return a bundle with what the event adds; it is held against its model once more."""
    data = json.loads(source.bundle.model_dump_json(by_alias=True, exclude_unset=True))
    added = {field: value for field, value in said.items() if getattr(source.bundle, field) != value}
    if image is not None and source.bundle.component.container_image != image:
        data["component"]["container_image"] = image
    elif not added:
        return source
    bundle = validate(type(source.bundle), Document(data={**data, **added}), source.source)
    return source.model_copy(update={"bundle": bundle, "digest": bundle_digest(bundle)})


def _whose_image(number: int, name: str) -> Problem:
    return Problem(
        code="many-bundles",
        message=f"the event names one image for {number} components",
        remedy="Name the component that it is of.",
        file=name,
        path="component",
    )
