"""The subject of recorded artifacts, made from their bytes and what they tell of their run; the bundle is not there."""

from dataclasses import replace

from foundation.model.findings import AppliedWaiver
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.recorded import RecordedRun
from plugins.k8s_validator.gate_setup import GateSetup
from plugins.k8s_validator.rules.waivers import IN_BUNDLE
from plugins.k8s_validator.subject.of_run import chart_of, output_subject
from plugins.k8s_validator.subject.subject import Subject


def recorded_subject(artifacts: ArtifactSet, recorded: RecordedRun, setup: GateSetup, *, as_then: bool) -> Subject:
    """Return what the checks look at.

    Which objects the bundle declares to exist elsewhere is not known, so a reference out of the files is treated as in
    manifests of anybody.

    Args:
        artifacts: the recorded files.
        recorded: what is known of their run.
        setup: how the gate is set up.
        as_then: whether the exceptions of that run hold as they held then. Otherwise those of its bundle are held
            against today; those of the policies are the policies' of today.
    """
    chart = chart_of(artifacts, recorded.slug, recorded.archive, recorded.namespace, recorded.environments)
    granted = [applied for applied in recorded.report.exceptions if as_then or _is_of_bundle(applied)]
    return replace(
        output_subject(artifacts, chart, recorded.metadata, setup),
        noted=tuple(recorded.report.findings),
        exceptions=tuple(applied for applied in granted if applied.status == "used"),
        exceptions_hold=as_then,
    )


def _is_of_bundle(applied: AppliedWaiver) -> bool:
    return applied.source.startswith(IN_BUNDLE)
