import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from agent.bootstrap import Agent
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.rules.runner import run_checks
from plugins.k8s_validator.schemas.store import schema_store
from plugins.k8s_validator.subject.of_files import manifests_subject
from plugins.k8s_validator.subject.of_run import generated_subject
from plugins.k8s_validator.subject.subject import Subject
from tests.support.generation import request_of

BUNDLE = b"""
trace_id: t-1
blueprint_id: b-1
component_scope: Order
tenant: acme
component:
  name: Orders
  type: microservice
  transport: http
  container_image: acme/orders:1.0.0
  enable_ingress: true
  config: {MODE: fast}
  replicas: 2
target_environment: [dev, staging]
output: {kustomize: true}
"""
FOLDER = "charts/orders/"
ARCHIVE = "charts/orders-1.0.0.tgz"


@dataclass(frozen=True)
class Run:
    """What a run holds when the validator is called."""

    agent: Agent
    context: dict[str, Any]

    @property
    def artifacts(self) -> ArtifactSet:
        found: ArtifactSet = self.context["artifacts"]
        return found

    def subject(self, files: dict[str, bytes]) -> Subject:
        artifacts = ArtifactSet(files=[Artifact(path=path, content=content) for path, content in sorted(files.items())])
        subject = generated_subject(
            artifacts,
            self.context["chart"],
            self.context["effective"],
            self.context["templates"].policy,
            self.context["trace_metadata"],
            schema_store("1.32"),
            self.agent.helm,
        )
        subject.admission = self.context["templates"].admission
        return subject


@pytest.fixture(scope="session")
def run(agent: Agent) -> Run:
    request = request_of(read_bundles(BUNDLE, "bundle.yaml")[0], None)
    context: dict[str, Any] = {"bundle": request.bundle, "bundle_digest": request.digest, "options": Options()}
    asyncio.run(agent.runner._engine.run(agent.runner.plan(request), VALIDATE_ONLY, context))
    return Run(agent, context)


@pytest.fixture
def files(run: Run) -> dict[str, bytes]:
    """The run's files by path, free to be changed."""
    return {artifact.path: artifact.content for artifact in run.artifacts.files}


def repacked(files: dict[str, bytes]) -> dict[str, bytes]:
    """Pack the chart anew, so that archive and folder agree after a change."""
    chart = {path.removeprefix(FOLDER): content for path, content in sorted(files.items()) if path.startswith(FOLDER)}
    return {**files, ARCHIVE: archive_of("orders", chart)}


@pytest.fixture
def check(run: Run) -> Callable[[dict[str, bytes]], Report]:
    """Run every check over files of the run."""

    def check_files(files: dict[str, bytes]) -> Report:
        return run_checks(run.subject(files), "sha256:0", [])

    return check_files


@pytest.fixture
def check_text(run: Run) -> Callable[[str], Report]:
    """Run every check over somebody's manifests."""

    def check_manifests(text: str) -> Report:
        policy = run.context["templates"].policy
        return run_checks(manifests_subject({"x.yaml": text}, policy, schema_store("1.32"), run.agent.helm), "d", [])

    return check_manifests
