"""``kubectl apply --dry-run=server``: what a real cluster says about documents, and nothing is kept there."""

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from foundation.kubectl.outside import require_inside
from foundation.kubectl.program import Answer, run_kubectl
from foundation.kubectl.refusals import refusals_in
from foundation.model.expressions import expression

_TIMEOUT_SECONDS = 120
_AT_ONCE = 4
_WARNING = "Warning: "
#: What kubectl says of objects that Helm made; it is about how they came, not about what they are.
_OWN_WARNING = expression(r"Warning: resource \S+ is missing the kubectl\.kubernetes\.io/last-applied-configuration")
_MISSING = expression(r'namespaces "([^"]+)" not found')


@dataclass(frozen=True)
class Cluster:
    """A cluster.

    Attributes:
        kubeconfig: the file that names it.
        context: which of the file's contexts; empty for the current one.
    """

    kubeconfig: str
    context: str = ""

    @property
    def flags(self) -> list[str]:
        """What kubectl is told of it."""
        return [
            "--kubeconfig",
            os.path.abspath(self.kubeconfig),
            *([f"--context={self.context}"] if self.context else []),
        ]

    def __str__(self) -> str:
        return f"the context {self.context} of {self.kubeconfig}" if self.context else self.kubeconfig


@dataclass(frozen=True)
class Document:
    """A document of a manifest file.

    Attributes:
        file: the file.
        text: its exact text.
        index: which of the file's objects it is; ``None`` if that is not known.
    """

    file: str
    text: str
    index: int | None = None


@dataclass(frozen=True)
class Remark:
    """What a cluster says, and of which document; ``None`` if it does not say."""

    document: Document | None
    message: str


@dataclass
class Judgement:
    """What a cluster says about documents.

    Attributes:
        refused: what it does not take.
        warned: what it takes and warns of.
        not_judged: how many documents it could not judge, by the namespace that is not there.
    """

    refused: list[Remark] = field(default_factory=list)
    warned: list[Remark] = field(default_factory=list)
    not_judged: dict[str, int] = field(default_factory=dict)


def server_dry_run(executable: str, documents: Sequence[Document], cluster: Cluster) -> Judgement:
    """Let a cluster judge documents, without keeping them.

    Args:
        executable: kubectl.
        documents: the documents, which are judged as they would be applied together.
        cluster: the cluster.

    Raises:
        KubectlMissingError: it cannot be started.
        KubectlTimeoutError: it took too long.
        ClusterError: the cluster cannot be reached, does not know who asks, or does not let them.
    """
    with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
        for number, document in enumerate(documents):
            (Path(folder) / f"{number:06}.yaml").write_text(document.text, encoding="utf-8")
        ask = partial(_applied, executable, cluster, folder)
        answer = ask(folder)
        if answer.code != 0:
            require_inside(answer.err, str(cluster))
        judgement = _judged(answer, documents)
        if any(_warnings(answer)):
            # kubectl says each warning once and does not say of what, so each document is asked about alone.
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                answers = pool.map(ask, [f"{folder}/{number:06}.yaml" for number in range(len(documents))])
                judgement.warned += [
                    Remark(document, words)
                    for document, alone in zip(documents, answers, strict=True)
                    for words in _warnings(alone)
                ]
        return judgement


def _applied(executable: str, cluster: Cluster, folder: str, path: str) -> Answer:
    given = [*cluster.flags, f"--cache-dir={folder}/.cache", "--request-timeout=30s", "-f", path]
    arguments = ["apply", "--dry-run=server", "--validate=ignore", *given]
    return run_kubectl(executable, arguments, timeout=_TIMEOUT_SECONDS, network=True)


def _judged(answer: Answer, documents: Sequence[Document]) -> Judgement:
    judgement = Judgement()
    for number, message in refusals_in(answer, [document.file for document in documents]):
        missing = _MISSING.search(message)
        if missing and message.startswith("Error from server (NotFound)"):
            judgement.not_judged[missing[1]] = judgement.not_judged.get(missing[1], 0) + 1
        else:
            judgement.refused.append(Remark(documents[number] if number is not None else None, message))
    return judgement


def _warnings(answer: Answer) -> list[str]:
    lines = [line for line in answer.err.splitlines() if line.startswith(_WARNING) and not _OWN_WARNING.match(line)]
    return list(dict.fromkeys(line.removeprefix(_WARNING) for line in lines))
