"""From an approved draft to a chart template of a catalog, which needs no lock file any more."""

import re
import textwrap
from pathlib import Path
from typing import Any

from agent.model.drafts.lock import DraftLock
from agent.model.errors import InputError, OutsideError, Problem
from agent.model.templates import Catalog, CatalogResource, ChartDefinition, ResourceTemplate, TemplateSet
from agent.source.document import parse_documents
from agent.source.emit import to_yaml
from agent.source.paths import shown_path
from agent.source.validation import validate
from plugins.llm_template_expander.library import Library
from plugins.llm_template_expander.render import render_draft

_EMPTY = "# Chart templates of component types; see templates/catalog.yaml of the agent.\ncharts:\nresources: {}\n"


def promote(lock: DraftLock, name: str, library: Library, folder: Path, template_id: str | None) -> list[Path]:
    """Write an approved draft into a template folder.

    A catalog that is there already keeps its text: the new entries are put in, and the result is read again.

    Args:
        lock: the lock.
        name: its name.
        library: catalog and policies.
        folder: the template folder.
        template_id: id of the chart template; ``helm-<type>-template-v1`` by default.

    Returns:
        The files that were written.

    Raises:
        InputError: the draft is not approved or not allowed any more, or the catalog cannot take it.
        OutsideError: a file cannot be written.
    """
    templates = _templates(lock, name, library)
    chart = templates.chart.model_copy(
        update={
            "id": template_id or f"helm-{lock.type}-template-v1",
            "description": f"Drafted for {lock.component}, then reviewed.",
            "annotations": {},
        }
    )
    own = [resource for resource in templates.resources if resource.id.startswith("drafted-")]
    catalog = folder / "catalog.yaml"
    text = _with_entries(_text(catalog), chart, own, shown_path(catalog))
    files = {folder / resource.source: resource.text for resource in own} | {catalog: text}
    taken = [path for path in files if path != catalog and path.exists() and path.read_text("utf-8") != files[path]]
    if taken:
        raise _wrong("template-exists", f"{shown_path(taken[0])} is there already", "Move it away.", str(folder))
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        problem = Problem(
            code="template-unwritable",
            message=f"{error.filename or folder} cannot be written: {error.strerror}",
            remedy="Check the folder.",
        )
        raise OutsideError(problem) from None
    return sorted(files)


def _templates(lock: DraftLock, name: str, library: Library) -> TemplateSet:
    if lock.status != "approved":
        message = f"the draft {name} is {lock.status}"
        raise _wrong("draft-not-approved", message, "Only approved drafts become templates.", name)
    templates, findings = render_draft(lock.draft, lock.type, library)
    if templates is None:
        problems = [Problem(code=found.code, message=found.message, remedy=found.remedy) for found in findings]
        raise InputError(*problems)
    return templates


def _text(catalog: Path) -> str:
    try:
        return catalog.read_text("utf-8") if catalog.is_file() else _EMPTY
    except (OSError, UnicodeDecodeError):
        raise _wrong("catalog-unreadable", "the catalog cannot be read", "Check the file.", str(catalog)) from None


def _with_entries(text: str, chart: ChartDefinition, resources: list[ResourceTemplate], file: str) -> str:
    """Return a catalog's text with new entries, and nothing else changed.

    Raises:
        InputError: the catalog has the template already, or is not written as expected.
    """
    before = Catalog(charts=[], resources={}) if text == _EMPTY else _read(text, file)
    if any(
        known.id == chart.id or (set(known.serves) & set(chart.serves) and known.default) for known in before.charts
    ):
        message = f"the catalog has a template for {', '.join(chart.serves)} already"
        raise _wrong("template-exists", message, "Remove it, or promote into another folder.", file)
    entries = {
        resource.id: CatalogResource(
            source=resource.source, target=resource.target, description="Made from a draft, then reviewed."
        )
        for resource in resources
    }
    written = _inserted(text, _chart_data(chart), {name: _plain(entry) for name, entry in entries.items()})
    expected = Catalog(charts=[*before.charts, chart], resources={**before.resources, **entries})
    if _read(written, file) != expected:
        message = "the catalog is not written in blocks, so that nothing can be put in"
        raise _wrong("catalog-form", message, "Promote into an empty folder and copy the entries over.", file)
    return written


def _inserted(text: str, chart: dict[str, Any], resources: dict[str, Any]) -> str:
    lines = text.splitlines()
    start = next((index for index, line in enumerate(lines) if line.rstrip() == "charts:"), len(lines))
    indent = next((re.match(" *", line)[0] for line in lines[start + 1 :] if line.lstrip().startswith("- ")), "  ")  # type: ignore[index]
    end = next((index for index in range(start + 1, len(lines)) if re.match(r"[A-Za-z#]", lines[index])), len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    lines[end:end] = textwrap.indent(to_yaml([chart]), indent).splitlines()
    if resources:
        lines = ["resources:" if line.rstrip() == "resources: {}" else line for line in lines]
        lines += textwrap.indent(to_yaml(resources), "  ").splitlines()
    return "\n".join(lines) + "\n"


def _chart_data(chart: ChartDefinition) -> dict[str, Any]:
    data: dict[str, Any] = chart.model_dump(include={"id", "serves", "workload", "description", "like"})
    if chart.defaults is not None:
        data["defaults"] = chart.defaults.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {**data, "resources": chart.resources}


def _plain(entry: CatalogResource) -> dict[str, Any]:
    return entry.model_dump(exclude_defaults=True)


def _read(text: str, file: str) -> Catalog:
    documents = parse_documents(text, file)
    if len(documents) != 1:
        raise _wrong("many-documents", "a catalog is one document", "Keep one.", file)
    return validate(Catalog, documents[0], file)


def _wrong(code: str, message: str, remedy: str, file: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy, file=file))
