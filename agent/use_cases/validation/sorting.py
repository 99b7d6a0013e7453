"""What paths mean: each is a chart, a kustomization, bundles, or manifests."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.use_cases.validation.bounded_reading import files_below, problem, read_bounded
from agent.use_cases.validation.chart_reading import is_chart
from foundation.kubectl.kustomize import FILES as KUSTOMIZATION_FILES
from foundation.kubectl.kustomize import is_kustomization
from foundation.model.errors import Problem
from foundation.model.mistakes import Mistakes
from foundation.source.document import decode
from plugins.k8s_validator.subject.documents import Parsed, parse_text

_YAML = (".yaml", ".yml", ".json")
_STDIN = "<stdin>"
#: A key of a document's own, in block style or as JSON.
_TOP_KEY = re.compile(r"""^(?:\{\s*)?["']?(\w+)["']?\s*:""", re.MULTILINE)


@dataclass
class Targets:
    """Everything to validate, sorted by what it is.

    Attributes:
        charts: chart folders and archives.
        kustomizations: kustomization folders.
        bundles: content of bundle files, by name.
        manifests: text of manifest files, by name.
        left_out: files that hold no Kubernetes object at all, and kustomizations inside a folder.
        manifest_paths: the paths, as given, that the manifests are from.
    """

    charts: list[Path] = field(default_factory=list)
    kustomizations: list[Path] = field(default_factory=list)
    bundles: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    manifest_paths: list[str] = field(default_factory=list)


def sort_given(
    paths: Sequence[str], stdin: bytes | None = None, manifests: Mapping[str, bytes] | None = None
) -> Targets:
    """Find out what each path is, and take what the caller holds itself.

    Args:
        paths: files and folders; ``-`` is standard input.
        stdin: what standard input holds, if a path names it.
        manifests: content of manifests that the caller holds, by name.

    Raises:
        InputError: with every path that cannot be read, and every file that is too large or not UTF-8.
    """
    targets, mistakes = Targets(), Mistakes()
    for text in dict.fromkeys(paths):
        mistakes.add(*mistakes.attempt(_sort, text, stdin, targets) or [])
    for name, content in (manifests or {}).items():
        targets.manifests[name] = mistakes.attempt(decode, content, name) or ""
        targets.manifest_paths.append(name)
    return mistakes.require(targets)


def is_bundle(text: str, name: str) -> bool:
    """Tell whether a file is a bundle: it has a component, or several, and is no Kubernetes object."""
    return "component" in text and _is_bundle(text, parse_text(text, name))


def _is_bundle(text: str, parsed: Parsed) -> bool:
    """Tell it of a file that need not be YAML either: a mistake in a bundle makes no manifests of it."""
    if parsed.problems:
        keys = set(_TOP_KEY.findall(text))
        return bool(keys & {"component", "components"}) and not keys & {"apiVersion", "kind"}
    return _has_component(parsed.objects)


def _has_component(objects: list[Any]) -> bool:
    first = objects[0] if objects else None
    if not isinstance(first, dict) or {"apiVersion", "kind"} & first.keys():
        return False
    return "component" in first or isinstance(first.get("components"), list)


def _sort(text: str, stdin: bytes | None, targets: Targets) -> list[Problem]:
    path = Path(text)
    if text == "-":
        _take(stdin or b"", _STDIN, targets, text)
    elif is_chart(path):
        targets.charts.append(path)
    elif path.is_dir() and is_kustomization(path):
        targets.kustomizations.append(path)
    elif path.is_dir():
        return _sort_folder(path, targets)
    elif path.exists():
        _take(read_bounded(path), text, targets, text)
    else:
        return [problem("file-missing", "there is no such file or folder", "Check the path.", text)]
    return []


def _take(content: bytes, name: str, targets: Targets, source: str) -> None:
    """A file that was named itself is a bundle or manifests, whatever is in it."""
    text = decode(content, name)
    if is_bundle(text, name):
        targets.bundles[name] = content
    else:
        targets.manifests[name] = text
        targets.manifest_paths.append(source)


def _sort_folder(folder: Path, targets: Targets) -> list[Problem]:
    files = list(files_below(folder))
    charts = _outermost([file.parent for file in files if file.name == "Chart.yaml"])
    kustomizations = _outermost([file.parent for file in files if file.name in KUSTOMIZATION_FILES])
    others = [*charts, *kustomizations]
    loose = [file for file in files if file.suffix in _YAML and not any(other in file.parents for other in others)]
    mistakes, held = Mistakes(), Targets()
    for file in loose:
        mistakes.attempt(_sort_loose, file, held)
    problems = mistakes.problems
    if not (charts or held.bundles or held.manifests or problems):
        remedy = "Name its kustomizations themselves." if kustomizations else "Check the path."
        problems.append(problem("no-manifests", "the folder holds no manifest, chart or bundle", remedy, folder))
    targets.charts += charts
    targets.bundles |= held.bundles
    targets.manifests |= held.manifests
    # Their files may hold parts of objects; what they build is looked at when they are named themselves.
    targets.left_out += [*held.left_out, *map(str, kustomizations)]
    targets.manifest_paths += [str(folder)] if held.manifests else []
    return problems


def _outermost(charts: list[Path]) -> list[Path]:
    """Charts inside charts belong to their parents."""
    return sorted(chart for chart in charts if not any(other in chart.parents for other in charts))


def _sort_loose(file: Path, targets: Targets) -> None:
    name = str(file)
    content = read_bounded(file)
    text = decode(content, name)
    if file.suffix == ".json" and not _is_json_object(text):
        return
    parsed = parse_text(text, name)
    if _is_bundle(text, parsed):
        targets.bundles[name] = content
    elif parsed.problems or _looks_like_manifests(parsed):
        targets.manifests[name] = text
    elif parsed.objects:
        targets.left_out.append(name)


def _is_json_object(text: str) -> bool:
    """Folders hold much JSON that is no manifest; only what says so itself is taken for one."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and ({"apiVersion", "kind"} <= data.keys() or _has_component([data]))


def _looks_like_manifests(parsed: Parsed) -> bool:
    return any(isinstance(data, dict) and ("apiVersion" in data or "kind" in data) for data in parsed.objects)
