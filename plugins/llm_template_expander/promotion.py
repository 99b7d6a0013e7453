"""From an approved draft to a chart template of a catalog, which needs no lock file any more."""

import os
import re
from pathlib import Path
from typing import Any

from foundation.model.chart.templates import Catalog, CatalogResource, ChartDefinition, ResourceTemplate, TemplateSet
from foundation.model.drafts.lock import DraftLock
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.flags import Flag
from foundation.source.document import decode, parse_documents
from foundation.source.paths import shown_path
from foundation.source.tree import shown
from foundation.source.validation import validate
from foundation.writing.alone import alone_in
from plugins.llm_template_expander.catalog_text import with_entries
from plugins.llm_template_expander.library import Library
from plugins.llm_template_expander.render import render_draft
from plugins.llm_template_expander.writing import write_together

_EMPTY = "# Chart templates of component types; see templates/catalog.yaml of the agent.\n"
_ID = re.compile(r"[a-z0-9]{1,63}(-[a-z0-9]{1,63}){0,15}")


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
        InputError: the draft is not approved or not allowed any more, or the folder or its catalog cannot take it.
        OutsideError: a file cannot be written.
    """
    chart_id = _chart_id(template_id if template_id is not None else f"helm-{lock.type}-template-v1", library)
    templates = _templates(lock, name, library)
    chart = templates.chart.model_copy(
        update={
            "id": chart_id,
            "description": f"Drafted for {lock.component}, then reviewed.",
            "annotations": {},
        }
    )
    own = [resource for resource in templates.resources if resource.drafted]
    catalog = folder / "catalog.yaml"
    try:
        with alone_in(folder):
            text = _extended(_text(catalog), chart, own, shown_path(catalog))
            files = _new_files(folder, own)
            write_together({**files, catalog: text.encode()})
    except OSError as error:
        problem = Problem(
            code="template-unwritable",
            message=f"{shown_path(Path(error.filename or folder))} cannot be written: {error.strerror}",
            remedy="Check the folder.",
        )
        raise OutsideError(problem) from None
    return sorted([catalog, *(folder / resource.source for resource in own)])


def _chart_id(wanted: str, library: Library) -> str:
    """Return an id that nothing has yet: a template of the same id in an earlier folder hides the other one."""
    if _ID.fullmatch(wanted) is None:
        message = f"{shown(wanted)!r} is no id of a template"
        raise _wrong("template-id", message, "Write lower-case words with hyphens, as in helm-cache-v1.", Flag.ID)
    if any(wanted in (chart.id, *chart.aliases) for chart in library.charts.values()):
        remedy = f"Choose another one with {Flag.ID}, or remove the template; `templates list` shows all."
        raise _wrong("template-exists", f"there is a template {wanted} already", remedy, Flag.ID)
    return wanted


def _new_files(folder: Path, own: list[ResourceTemplate]) -> dict[Path, bytes]:
    """Return the content of the files that are not there yet.

    Raises:
        InputError: one is there with other content, or lies outside the folder.
        OSError: one cannot be read.
    """
    files: dict[Path, bytes] = {}
    for resource in own:
        path, content = folder / resource.source, resource.text.encode()
        if not path.resolve().is_relative_to(folder.resolve()):
            message, remedy = f"{shown_path(path)} lies outside the folder", "Replace the link by a folder."
            raise _wrong("template-outside", message, remedy, str(folder))
        if not os.path.lexists(path):
            files[path] = content
        elif not path.is_file() or path.read_bytes() != content:
            raise _wrong("template-exists", f"{shown_path(path)} is there already", "Move it away.", str(folder))
    return files


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
    if not os.path.lexists(catalog):
        return _EMPTY
    try:
        return decode(catalog.read_bytes(), shown_path(catalog))
    except OSError as error:
        message = f"the catalog cannot be read: {error.strerror}"
        raise _wrong("catalog-unreadable", message, "Check the file.", str(catalog)) from None


def _extended(text: str, chart: ChartDefinition, resources: list[ResourceTemplate], file: str) -> str:
    """Return a catalog's text with new entries, and nothing else changed.

    Raises:
        InputError: the catalog has the template already, or is not written as expected.
    """
    before = _read(text, file)
    if any(
        known.id == chart.id or (set(known.serves) & set(chart.serves) and known.default) for known in before.charts
    ):
        message = f"the catalog has a template for {', '.join(chart.serves)} already"
        raise _wrong("template-exists", message, "Remove it, or promote into another folder.", file)
    taken = [resource.id for resource in resources if resource.id in before.resources]
    if taken:
        message = f"the catalog has a resource {taken[0]} already"
        raise _wrong("template-exists", message, "Remove it, or promote into another folder.", file)
    entries = {
        resource.id: CatalogResource(
            source=resource.source, target=resource.target, description="Made from a draft, then reviewed."
        )
        for resource in resources
    }
    written = with_entries(text, _chart_data(chart), {name: _plain(entry) for name, entry in entries.items()})
    expected = Catalog(charts=[*before.charts, chart], resources={**before.resources, **entries})
    if not _says(written, expected):
        message = "the catalog is not written in blocks, so that nothing can be put in"
        raise _wrong("catalog-form", message, "Promote into an empty folder and copy the entries over.", file)
    return written


def _says(text: str, catalog: Catalog) -> bool:
    try:
        return _read(text, "catalog.yaml") == catalog
    except InputError:
        return False


def _chart_data(chart: ChartDefinition) -> dict[str, Any]:
    data: dict[str, Any] = chart.model_dump(include={"id", "serves", "workload", "description", "like"})
    if chart.defaults is not None:
        data["defaults"] = chart.defaults.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {**data, "resources": chart.resources}


def _plain(entry: CatalogResource) -> dict[str, Any]:
    return entry.model_dump(exclude_defaults=True)


def _read(text: str, file: str) -> Catalog:
    documents = parse_documents(text, file)
    if not documents:
        return Catalog(charts=[], resources={})
    if len(documents) > 1:
        raise _wrong("many-documents", "a catalog is one document", "Keep one.", file)
    return validate(Catalog, documents[0], file)


def _wrong(code: str, message: str, remedy: str, file: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy, file=file))
