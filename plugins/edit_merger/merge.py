"""A chart with the edits of people: the files of its folder are merged, and what is made from them is made anew."""

from collections.abc import Iterable

from foundation.model.chart.chart import Chart, ChartFile
from foundation.model.findings import Finding
from foundation.model.parts import PARTS, part_named
from foundation.model.run.artifacts import Artifact
from foundation.model.run.edits import EditedFile, Merging
from plugins.edit_merger.marked_copies import MarkedCopies
from plugins.edit_merger.settling import BaseOf, settle

_ARCHIVE = ".tgz"


def merge_edits(chart: Chart, edits: Iterable[EditedFile], base_of: BaseOf, copies: MarkedCopies) -> Merging:
    """Return a chart with edits in it.

    Args:
        chart: the chart as the agent makes it now.
        edits: what is not as the agent made it in the earlier output.
        base_of: finds a file as the agent made it earlier.
        copies: takes and gives the copies of files in conflict.

    Raises:
        OutsideError: git, memory or the disk failed.
    """
    folder = f"{part_named('chart').folder}{chart.name}/"
    texts = {f"{folder}{file.path}": file.text for file in chart.files}
    merged, findings = dict[str, str | None](texts), list[Finding]()
    taken, made = dict[str, str](), list[EditedFile]()
    for edited in edits:
        if edited.path.endswith(_ARCHIVE) or not _is_of_a_part(edited.path):
            taken |= {edited.path: edited.mark} if edited.mark is not None else {}
        elif not edited.path.startswith(part_named("chart").folder):
            made.append(edited)
        else:
            settled = settle(edited, texts.get(edited.path), base_of, copies)
            findings += settled.findings
            merged[edited.path] = settled.text
            taken |= {edited.path: edited.mark} if edited.mark is not None else {}
    changed = [path for path in sorted(merged) if merged[path] != texts.get(path)]
    return Merging(
        chart=chart.model_copy(update={"files": _files(merged, folder)}),
        own=[Artifact(path=path, content=texts[path].encode()) for path in changed if path in texts],
        added=[path for path in changed if path not in texts],
        taken=taken,
        made=made,
        findings=findings,
    )


def _is_of_a_part(path: str) -> bool:
    return any(path.startswith(part.folder) for part in PARTS)


def _files(merged: dict[str, str | None], folder: str) -> list[ChartFile]:
    ours = {path: text for path, text in merged.items() if text is not None and path.startswith(folder)}
    return [ChartFile(path=path.removeprefix(folder), text=ours[path]) for path in sorted(ours)]
