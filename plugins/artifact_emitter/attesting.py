"""What is said of the files of a run, and signed: one statement of all of them, and one of each chart's archive."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from foundation.model.findings import Report
from foundation.model.provenance import (
    BUILD_TYPE,
    BUILDER,
    FOLDER,
    HELM_SUFFIX,
    RUN,
    SHA256,
    SUFFIX,
    Asked,
    BuildDefinition,
    Builder,
    BuildMetadata,
    Dependency,
    Provenance,
    RunDetails,
    Settled,
    Statement,
    subjects_of,
)
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.earlier import Earlier
from foundation.model.run.trace import GENERATED_BY, Trace
from plugins.artifact_emitter.index import INDEX, index_of, render_index

if TYPE_CHECKING:
    from securesystemslib.signer import Signer

#: How the name of a chart's archive ends: what is published by itself.
_ARCHIVE = ".tgz"


class Attestor(Protocol):
    """Says what files are, and tells whether that was said of others."""

    def attest(self, artifacts: ArtifactSet, run: "AttestedRun") -> list[Artifact]:
        """Return what is said of the files of a run.

        Args:
            artifacts: all files, the report among them.
            run: the run.

        Raises:
            InputError: the key cannot be used.
            OutsideError: whatever holds the key cannot be reached.
        """
        ...

    def covers(self, earlier: Earlier) -> bool:
        """Tell whether this attestor said of an earlier run's files all that it would say now.

        Args:
            earlier: the files, and what was said of them.
        """
        ...


class AttestedRun:
    """What a statement says of a run.

    Args:
        trace: its trace.
        report: the gate's report.
        digest: digest of the files that the gate looked at.
        environments: environments that were asked for.
        bundle_digest: hexadecimal SHA-256 of the bundle; nothing for a run that publishes recorded files.
    """

    def __init__(
        self,
        trace: Trace,
        report: Report,
        digest: str,
        environments: Sequence[str] = (),
        bundle_digest: str | None = None,
    ) -> None:
        self.trace = trace
        self.report = report
        self.digest = digest
        self.environments = list(environments)
        self.bundle_digest = bundle_digest

    @property
    def asked(self) -> Asked:
        """What was asked for."""
        back = self.trace.previous_execution_id
        return Asked(
            run="generate" if self.bundle_digest is not None else "republish" if back is None else "rollback",
            environments=self.environments,
            previous_execution_id=back,
            **self.trace.model_dump(include={"trace_id", "blueprint_id", "component_scope", "agent_origin"}),
        )

    @property
    def made_from(self) -> Dependency:
        """What its files were made from."""
        if self.bundle_digest is not None:
            return Dependency(name="bundle", digest={SHA256: self.bundle_digest})
        return Dependency(name="recorded artifacts", digest={SHA256: self.digest.removeprefix("sha256:")})


class SigningAttestor:
    """Signs a statement of all files, and one of each chart's archive, which is published by itself.

    Args:
        signer: returns what signs; it may read files and ask others, so it is asked late.
        now: the clock of events.
        version: version of the agent.
    """

    def __init__(self, signer: "Callable[[], Signer]", now: Callable[[], str], version: str) -> None:
        self._signer = signer
        self._now = now
        self._version = version

    def attest(self, artifacts: ArtifactSet, run: AttestedRun) -> list[Artifact]:
        """See ``Attestor.attest``."""
        # Imported here: most runs sign nothing.
        from foundation.provenance.bundles import sealed

        signer, provenance = self._signer(), self._provenance(artifacts, run)
        listed = {file.path: file.digest for file in artifacts.files}
        index = Artifact(path=INDEX, content=render_index(index_of(artifacts, run.digest)))
        return [
            Artifact(path=path, content=sealed(Statement(subject=subjects_of(about), predicate=provenance), signer))
            for path, about in statements_of({**listed, INDEX: index.digest}).items()
        ]

    def covers(self, earlier: Earlier) -> bool:
        """See ``Attestor.covers``; the key of today has to have signed each of the statements."""
        from foundation.provenance.bundles import opened

        said = {file.path: opened(file.content) for file in earlier.attestations}
        for path, about in statements_of(earlier.receipt.digests).items():
            statement = said.get(path)
            if statement is None or statement.statement.digests != about:
                return False
            if not statement.is_signed_by(self._signer().public_key):  # type: ignore[arg-type]
                return False
        return True

    def _provenance(self, artifacts: ArtifactSet, run: AttestedRun) -> Provenance:
        return Provenance(
            build_definition=BuildDefinition(
                build_type=BUILD_TYPE,
                external_parameters=run.asked,
                internal_parameters=Settled(
                    artifacts_digest=run.digest,
                    request_digest=artifacts.request_digest or None,
                    profile=run.report.profile,
                    kube_version=run.report.kube_version,
                ),
                resolved_dependencies=[run.made_from],
            ),
            run_details=RunDetails(
                builder=Builder(id=BUILDER, version={GENERATED_BY: self._version}),
                metadata=BuildMetadata(invocation_id=run.trace.execution_id, finished_on=self._now()),
            ),
        )


def statements_of(digests: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return which statements there are of files: by the path of each the SHA-256 by path of what it is about.

    Args:
        digests: SHA-256 by path of all files of a run, the index among them; what is signed of them is passed over.
    """
    listed = {path: digest for path, digest in digests.items() if not is_attestation(path)}
    return {RUN: listed, **{path_of(archive): {archive: listed[archive]} for archive in archives_in(listed)}}


def archives_in(paths: Iterable[str]) -> list[str]:
    """Return the paths of charts' archives."""
    return sorted(path for path in paths if path.endswith(_ARCHIVE))


def path_of(archive: str) -> str:
    """Return the path of the statement about a chart's archive."""
    return f"{FOLDER}{PurePosixPath(archive).name}{SUFFIX}"


def is_attestation(path: str) -> bool:
    """Tell whether a path is one of what is signed of files."""
    return path.startswith(FOLDER) or path.endswith(f"{_ARCHIVE}{HELM_SUFFIX}")


class AllAttestors:
    """Says all that several attestors say.

    Args:
        attestors: the attestors.
    """

    def __init__(self, attestors: Sequence[Attestor]) -> None:
        self._attestors = attestors

    def attest(self, artifacts: ArtifactSet, run: AttestedRun) -> list[Artifact]:
        """See ``Attestor.attest``."""
        return [file for attestor in self._attestors for file in attestor.attest(artifacts, run)]

    def covers(self, earlier: Earlier) -> bool:
        """See ``Attestor.covers``."""
        return all(attestor.covers(earlier) for attestor in self._attestors)
