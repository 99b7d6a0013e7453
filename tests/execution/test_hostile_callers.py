"""Callers that try to publish what the validator did not pass: directly, out of order, with forged reports."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from semantic_kernel.exceptions import KernelInvokeException
from semantic_kernel.functions import KernelArguments

from agent.bootstrap import Agent
from foundation.model.destination import workspace
from foundation.model.errors import GateError
from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.source.bundle import read_bundles
from tests.support.generation import EXAMPLES

Save = Callable[..., None]


def dry_run(agent: Agent, image: str = "ghcr.io/connectsoft/ping:1.0.0") -> GenerationResult:
    text = (EXAMPLES / "minimal.yaml").read_text().replace("ghcr.io/connectsoft/ping:1.0.0", image)
    (source,) = read_bundles(text.encode(), "minimal.yaml")
    return agent.runner.generate(GenerationRequest(bundle=source.bundle, source="minimal.yaml", digest=source.digest))


@pytest.fixture
def save(agent: Agent, tmp_path: Path) -> Save:
    """Call the emitter's kernel function as a model would, past the engine and its plan."""
    kernel = agent.runner._engine._kernel

    def call(artifacts: Any, report: Any) -> None:
        options = Options(destination=workspace(str(tmp_path / "out")))
        arguments = KernelArguments(artifacts=artifacts, report=report, options=options)
        asyncio.run(kernel.invoke(plugin_name="artifact_emitter", function_name="save", arguments=arguments))

    return call


def refused(save: Save, tmp_path: Path, artifacts: Any, report: Any) -> None:
    with pytest.raises(KernelInvokeException) as caught:
        save(artifacts, report)
    cause: BaseException | None = caught.value
    while cause is not None and not isinstance(cause, GateError):
        cause = cause.__cause__
    assert isinstance(cause, GateError)
    assert list(tmp_path.iterdir()) == []


def test_what_the_validator_passed_can_be_saved(agent: Agent, save: Save, tmp_path: Path) -> None:
    result = dry_run(agent)
    save(result.artifacts, result.report)
    assert (tmp_path / "out" / "artifacts.json").is_file()


def test_a_forged_report_opens_nothing(agent: Agent, save: Save, tmp_path: Path) -> None:
    artifacts = ArtifactSet(files=[Artifact(path="manifests/dev/pod.yaml", content=b"kind: Pod\n")])
    refused(save, tmp_path, artifacts, Report(digest=artifacts.digest, kube_version="1.32"))


def test_bytes_changed_after_validation_are_refused(agent: Agent, save: Save, tmp_path: Path) -> None:
    result = dry_run(agent)
    assert result.artifacts is not None
    changed = ArtifactSet(
        files=[
            *result.artifacts.files[:-1],
            result.artifacts.files[-1].model_copy(update={"content": b"kind: Pod\n"}),
        ]
    )
    refused(save, tmp_path, changed, result.report)
    result.artifacts.files.append(Artifact(path="manifests/dev/extra.yaml", content=b"kind: Pod\n"))
    refused(save, tmp_path, result.artifacts, result.report)


def test_a_failed_report_edited_to_pass_is_refused(agent: Agent, save: Save, tmp_path: Path) -> None:
    result = dry_run(agent, image="ghcr.io/connectsoft/ping:latest")
    assert result.status == "blocked"
    assert result.report is not None
    refused(save, tmp_path, result.artifacts, result.report)
    refused(save, tmp_path, result.artifacts, result.report.model_copy(update={"findings": []}))


def test_a_report_that_hides_findings_is_refused(agent: Agent, save: Save, tmp_path: Path) -> None:
    result = dry_run(agent)
    assert result.report is not None
    assert result.report.findings
    refused(save, tmp_path, result.artifacts, result.report.model_copy(update={"findings": []}))


@pytest.mark.parametrize("artifacts", ["{}", None, {"files": []}, [1]])
def test_arguments_of_another_kind_are_refused(save: Save, tmp_path: Path, artifacts: Any) -> None:
    refused(save, tmp_path, artifacts, None)
