import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from agent.bootstrap import Agent
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.findings import Report
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.gate_setup import GateSetup, Policies
from plugins.k8s_validator.rules.rule_book import rule_book
from plugins.k8s_validator.schemas.store import own_schemas, schema_store
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
output: {kustomize: true, pipelines: true, gitops: true, bicep: true, terraform: true, pulumi: true}
resources:
  {location: westeurope, log_analytics: {}, key_vault: {}, storage_accounts: [{name: docs, containers: [files]}]}
delivery: {targets: [azure-devops, github-actions], repository: "oci://ghcr.io/acme/charts",
  infrastructure: {back_end: bicep, service_connection: "azure-{env}"}}
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

    def setup(
        self,
        kube_version: str = "1.32",
        *,
        policy: PlatformPolicy | None = None,
        profile: str = "",
        schemas: str = "",
        admission: Mapping[str, str] | None = None,
        **others: Any,
    ) -> GateSetup:
        """The gate, set up as a test wants it."""
        platform = policy or self.context["templates"].policy
        return GateSetup(
            helm=self.agent.helm,
            policies=Policies(platform=platform, admission=admission or {}),
            rules=rule_book(platform, profile),
            schemas=schema_store(kube_version, own_schemas(schemas)),
            **others,
        )

    def subject(self, files: dict[str, bytes], **setup: Any) -> Subject:
        artifacts = ArtifactSet(files=[Artifact(path=path, content=content) for path, content in sorted(files.items())])
        return generated_subject(
            artifacts,
            self.context["chart"],
            self.context["effective"],
            self.context["trace_metadata"],
            self.setup(admission=self.context["templates"].admission, **setup),
        )


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
        return validate(run.subject(files))

    return check_files


@pytest.fixture
def check_text(run: Run) -> Callable[[str], Report]:
    """Run every check over somebody's manifests."""

    def check_manifests(text: str) -> Report:
        return validate(manifests_subject({"x.yaml": text}, run.setup()))

    return check_manifests
