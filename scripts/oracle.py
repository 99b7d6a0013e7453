"""How far the gate agrees with a real API server, on recorded verdicts about mutated objects.

    python scripts/oracle.py FOLDER [--profile NAME] [--kind KIND] [--missed NUMBER]

The folder holds ``bases.json`` (valid objects by name) and ``*.jsonl`` (a case a line: base, patch, verdict, causes).
A case that the server refused counts as found where the gate has an error that the base does not have, at the field
that the server names or at one that holds it. A case that it accepted is blamed where a rule of validity has one.
"""

import argparse
import copy
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.bootstrap.folders import build_library
from agent.bootstrap.gate_setup import build_gate_setup
from agent.bootstrap.programs import build_helm
from agent.settings import load_settings
from foundation.model.findings import Finding
from plugins.k8s_validator import gate
from plugins.k8s_validator.gate_setup import GateSetup
from plugins.k8s_validator.policy_folders import policies_of
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.subject.of_files import manifests_subject

#: The version of the server that gave the verdicts.
KUBE_VERSION = "1.35"
#: Groups whose rules say that an object is not valid; the others say that it is not wanted.
VALIDITY = frozenset({"files", "shape", "validity"})
#: Fields of the API that the server's messages call otherwise, or that it has filled from others before it looks.
_CALLED_OTHERWISE = (
    (r"^stringData\b", "data"),
    (r"^spec\.clusterIPs(\[0\])?", "spec.clusterIP"),
    (r"\btemplate\.(labels|annotations)\b", r"template.metadata.\1"),
    (r"(DuringExecution\[\d+\](?:\.podAffinityTerm)?)\.namespace$", r"\1.namespaces"),
    (r"\bdownwardAPI\.(fieldRef|resourceFieldRef|path|mode)\b", r"downwardAPI.items.\1"),
    (r"\b(spec\.resources)\[", r"\1.requests["),
)
_PART = re.compile(r"[^.\[\]]+|\[([^\]]*)\]")

Case = dict[str, Any]
Key = tuple[str, str, str]


def main(arguments: list[str]) -> int:
    """Print the score; return 0."""
    options = _options(arguments)
    setup = _setup(options.profile)
    bases = json.loads((options.folder / "bases.json").read_text())
    known = {name: {_key(finding) for finding in errors(base, setup)} for name, base in bases.items()}
    score = Score()
    began = time.perf_counter()
    for case in cases(options.folder, options.kind):
        item = patched(bases[case["base"]], case["patch"])
        score.count(case, [finding for finding in errors(item, setup) if _key(finding) not in known[case["base"]]])
    score.show(time.perf_counter() - began, options.missed)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", default="baseline")
    parser.add_argument("--kind", help="only cases of this kind")
    parser.add_argument("--missed", type=int, default=20, help="how many groups of missed and blamed cases to show")
    return parser.parse_args(arguments)


def _setup(profile: str) -> GateSetup:
    settings = load_settings()
    policies = policies_of(build_library(settings))
    return build_gate_setup(settings, build_helm(settings), policies, KUBE_VERSION, profile)


def cases(folder: Path, kind: str | None) -> Iterator[Case]:
    """Yield the cases; not those whose verdict hung on what is in the cluster."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            case: Case = json.loads(line)
            if not case.get("state") and kind in (None, case["kind"]):
                yield case


def errors(item: Any, setup: GateSetup) -> list[Finding]:
    """Return the gate's errors about an object."""
    subject = manifests_subject({"object.yaml": json.dumps(item, indent=1, ensure_ascii=False) + "\n"}, setup)
    return [finding for finding in gate.validate(subject).findings if finding.severity == "error"]


def _key(finding: Finding) -> Key:
    return (finding.code, finding.path or "", finding.message)


def patched(base: Any, patch: list[dict[str, Any]]) -> Any:
    """Return an object with a JSON patch applied to it."""
    item = copy.deepcopy(base)
    for operation in patch:
        target = item
        *way, last = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
        for part in way:
            target = target[int(part) if isinstance(target, list) else part]
        _apply(target, last, operation)
    return item


def _apply(target: Any, last: str, operation: dict[str, Any]) -> None:
    key: Any = (len(target) if last == "-" else int(last)) if isinstance(target, list) else last
    if operation["op"] == "remove":
        del target[key]
    elif operation["op"] == "add" and isinstance(target, list):
        target.insert(key, _expanded(operation["value"]))
    else:
        target[key] = _expanded(operation["value"])


def _expanded(value: Any) -> Any:
    """Return a value with ``{"$rep": [text, number]}`` written out."""
    if isinstance(value, dict):
        if set(value) == {"$rep"}:
            return value["$rep"][0] * value["$rep"][1]
        return {key: _expanded(inner) for key, inner in value.items()}
    return [_expanded(inner) for inner in value] if isinstance(value, list) else value


def parts(path: str) -> list[str]:
    """Return a field's path, as the server or a finding writes it, in parts."""
    return [(match[1] if match[0].startswith("[") else match[0]).strip("'\"") for match in _PART.finditer(path)]


def meets(finding: Finding, case: Case) -> bool:
    """Tell whether a finding is about a field that the server names, one that holds it or one in it."""
    own = _names(finding.path or "")
    fields = [_names(cause["field"]) for cause in case.get("causes") or [] if cause.get("field")]
    return not fields or any(field[: len(own)] == own or own[: len(field)] == field for field in fields)


def _names(path: str) -> list[str]:
    for wrong, right in _CALLED_OTHERWISE:
        path = re.sub(wrong, right, path)
    # The server leaves indexes out here and there; a key with dots is not marked as one in a finding.
    names = [name for part in parts(path) for name in part.casefold().split(".")]
    return [name for name in names if name and not name.isdigit()]


class Score:
    """What was counted so far."""

    def __init__(self) -> None:
        self.tally: dict[str, Counter[str]] = defaultdict(Counter)
        self.missed: dict[tuple[str, str], list[tuple[Case, str]]] = defaultdict(list)
        self.blamed: dict[tuple[str, str], list[tuple[Case, str]]] = defaultdict(list)

    def count(self, case: Case, found: list[Finding]) -> None:
        """Count one case."""
        said = "; ".join(f"{finding.code} {finding.path} {finding.message}" for finding in found[:2])
        if case["verdict"] == "rejected":
            exact = any(meets(finding, case) for finding in found)
            result = "found" if exact else "elsewhere" if found else "missed"
            if not exact:
                self.missed[group(case)].append((case, said))
        else:
            blamed = [finding for finding in found if CHECKS[finding.code].group in VALIDITY]
            result = "blamed" if blamed else "agreed"
            if blamed:
                self.blamed[parts_of(blamed[0])].append((case, said))
        self.tally[case["kind"]][result] += 1

    def show(self, seconds: float, number: int) -> None:
        """Print the score by kind, and the largest groups of what was missed and blamed."""
        total = sum(self.tally.values(), Counter())
        for kind, tally in [*sorted(self.tally.items()), ("all", total)]:
            print(f"{kind:26} {line(tally)}")
        print(f"{total.total()} cases in {seconds:.0f} s")
        for title, groups in (("missed", self.missed), ("blamed", self.blamed)):
            for name, members in sorted(groups.items(), key=lambda item: -len(item[1]))[:number]:
                print(f"{title} {len(members):4} {' | '.join(name)} | {example(*members[0])}")


def parts_of(finding: Finding) -> tuple[str, str]:
    """Return what findings are gathered by: rule and field."""
    return finding.code, plain(finding.path or "")


def line(tally: Counter[str]) -> str:
    """Return a tally in words."""
    refused = tally["found"] + tally["elsewhere"] + tally["missed"]
    accepted = tally["agreed"] + tally["blamed"]
    recall, blame = 100 * tally["found"] / max(1, refused), 100 * tally["blamed"] / max(1, accepted)
    return (
        f"refused {refused:5}, found {recall:5.1f} % ({tally['elsewhere']} at another field, {tally['missed']} not); "
        f"accepted {accepted:5}, blamed {blame:4.1f} %"
    )


def group(case: Case) -> tuple[str, str]:
    """Return what cases are gathered by: the field that the server names, without indexes, and its reason."""
    cause = (case.get("causes") or [{}])[0]
    path = cause.get("field") or ".".join(case["patch"][0]["path"].split("/")[1:]) if case["patch"] else ""
    return plain(path), cause.get("reason", str(case["status_code"]))


def plain(path: str) -> str:
    """Return a path without indexes and keys, and without what leads to a pod template."""
    path = re.sub(r"\[[^\]]*\]|\.\d+(?=\.|$)", "[]", path)
    path = re.sub(r"^spec\.(jobTemplate\.spec\.)?template\.", "pod.", path)
    return re.sub(r"\b(initContainers|ephemeralContainers)\b", "containers", path)


def example(case: Case, said: str) -> str:
    """Return a case in one line."""
    cause = (case.get("causes") or [{}])[0].get("message", "")
    return f"{cause[:120]} | {json.dumps(case['patch'])[:160]} | {said[:160]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
