"""How much of the corpus imports without loss."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from agent.bootstrap import Agent
from agent.importing.draft import PLATFORM
from agent.importing.trace import Identity
from agent.use_cases.import_ import import_all
from foundation.model.findings import Finding
from tests.importing.compiling import compile_text, differences, objects_in_text
from tests.importing.normal import SINGLE, by_title, unexplained, without_names

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
SAID = Identity(trace_id="trace-1", blueprint_id="usecase-1", component_scope="Order", team="ordering")
#: What no import may carry, and what nobody misses.
BY_DESIGN = frozenset({PLATFORM, "secret-data", "short-host-name"})
#: What is told and lost nothing: the object is there, once for all who share it, or in today's form.
CARRIED = frozenset({"object-shared", "service-shared", "old-form"})

#: Differences that are none: selectors follow the chart's labels, checksums are the chart's own, and what the cluster
#: wrote or filled in by itself is nobody's wish.
EQUIVALENT = [
    re.compile(pattern)
    for pattern in (
        r"(changed|added) .*\.matchLabels\.app\.kubernetes\.io/(name|instance): .*",
        r"changed .*\.annotations\.checksum/config: .*",
        r"lost PersistentVolumeClaim/.*\.metadata\.finalizers: \['kubernetes\.io/pvc-protection'\]",
    )
]
SERVER_WRITES = [
    re.compile(pattern)
    for pattern in (
        r"lost .*\.(status\..*|metadata\.(uid|generation|resourceVersion|creationTimestamp))",
        r"lost .*\.annotations\.(deployment\.kubernetes\.io/revision|kubectl\.kubernetes\.io/last-applied-.*)",
        r"lost .*\.(clusterIPs?|internalTrafficPolicy|ipFamilies|ipFamilyPolicy|sessionAffinity)",
        r"lost .*\.(progressDeadlineSeconds|terminationMessagePath|terminationMessagePolicy|dnsPolicy|schedulerName)",
        r"changed .*\.(revisionHistoryLimit|strategy\.rollingUpdate\.max(Surge|Unavailable))",
    )
]


@dataclass(frozen=True)
class Measured:
    """One file of the corpus.

    Attributes:
        name: name of the file.
        about: what it is, by its first line.
        workloads: how many workloads it has.
        left_out: what the report names.
        unreported: differences of the round trip that neither policy nor report explains.
    """

    name: str
    about: str
    workloads: int
    left_out: list[Finding]
    unreported: list[str]


def measure(agent: Agent, path: Path) -> Measured:
    """Import, compile and compare one file."""
    text = path.read_text(encoding="utf-8")
    imported = import_all([str(path)], None, SAID, agent.library)
    compiled = [item for bundle in imported for item in compile_text(agent, bundle.text).values()]
    findings = [finding for bundle in imported for finding in bundle.findings]
    left_out = [finding for finding in findings if finding.code not in BY_DESIGN | CARRIED]
    # Several workloads: kinds of which each has one would meet under one title.
    pairs = differences(by_title(objects_in_text(text)), by_title(compiled)) if len(imported) == 1 else []
    known = [*EQUIVALENT, *(SERVER_WRITES if "uid: " in text else [])]
    lines = [line for line in unexplained(pairs) if not any(_tells(finding, line) for finding in findings)]
    lines = [line for line in lines if not any(rule.match(line) for rule in known)]
    about = text.partition("\n")[0].removeprefix("# ").rstrip(".")
    return Measured(path.stem, about, len(imported), left_out, lines)


def _tells(finding: Finding, line: str) -> bool:
    """Tell whether a finding is about the place of a difference."""
    title = finding.object or ""
    names = {title, title.partition("/")[0]} if title.partition("/")[0] in SINGLE else {title}
    place = line.partition(" ")[2]
    return any(place.startswith(f"{name}.{without_names(finding.path)}" if finding.path else name) for name in names)


def table(measured: list[Measured]) -> str:
    """Return the share of files without loss, and the reasons of the others, as Markdown."""
    whole = [one for one in measured if not one.left_out]
    workloads = sum(one.workloads for one in measured)
    rows = [
        f"{len(measured)} files with {workloads} workloads; {len(whole)} files ({len(whole) * 100 // len(measured)} %) "
        "import without loss.",
        "",
        "| file | is | left out |",
        "|---|---|---|",
    ]
    for one in measured:
        reasons = Counter(_reason(finding) for finding in one.left_out)
        rows.append(f"| {one.name} | {one.about} | {', '.join(reasons) or 'nothing'} |")
    return "\n".join(rows) + "\n"


def _reason(finding: Finding) -> str:
    if finding.code == "kind-unknown":
        return f"the {(finding.object or '').partition('/')[0]}"
    if finding.code == "object-without-owner":
        return f"{finding.object}: no workload refers to it"
    if finding.code == "literal-secret":
        return f"a literal secret in {finding.path}"
    return f"`{finding.path}`"
