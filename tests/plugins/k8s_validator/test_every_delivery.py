"""Every example with all that delivers it: each passes its rules, twice with the same bytes, and changes are found.

The options go round, so that every template, strategy, form, back end and tool meets several examples.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest

from agent.bootstrap import Agent, build_agent
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.run.request import Options
from plugins.k8s_validator.rules.check import NothingToCheck
from plugins.k8s_validator.rules.checks import CHECKS
from tests.plugins.k8s_validator.conftest import Run
from tests.support.generation import GOLDENS, SUCCESSES, Case, knowing_agent, read_case, request_of, settings_in
from tests.support.platforms import NETWORKS, STATE, template_path

#: Template of the stages, of the workflow, strategy, version of the task.
PIPELINES = [
    ("helm-release-stage-v1", "github-helm-release-v1", "{kind: runOnce}", "HelmDeploy@1"),
    ("helm-release-stage-v1", "github-kubectl-apply-v1", "{kind: rolling, max_parallel: 2}", "HelmDeploy@0"),
    ("azure-pipelines-k8s-deploy-v1", "github-helm-release-v1", "{kind: canary, increments: [10, 50]}", "HelmDeploy@1"),
    ("kustomize-deploy-v1", "github-kubectl-apply-v1", "{kind: runOnce}", "HelmDeploy@1"),
    ("kubectl-apply-v1", "github-helm-release-v1", "{kind: rolling, max_parallel: 1}", "HelmDeploy@1"),
]
BACK_ENDS = ["bicep", "terraform", "pulumi"]
TOOLS = [("argo-cd", False), ("argo-cd", True), ("flux", False)]
PARTS = ("kustomize", "pipelines", "gitops", *BACK_ENDS)
RESOURCES = """{location: westeurope, identity: {issuers: {%s}}, log_analytics: {}, key_vault: {use: [reader]},
  storage_accounts: [{name: files, containers: [pages], use: [reader]}],
  service_buses: [{name: events, tier: medium, queues: [q], topics: [{name: t, subscriptions: [s]}], use: [sender]}],
  postgres_servers: [{name: db, databases: [db], use: [administrator]}],
  redis_caches: [{name: cache, use: [contributor]}], event_grid_topics: [{name: n, use: [sender]}],
  cosmos_accounts: [{name: docs, databases: [{name: d, containers: [{name: c, partition_key: /id}]}]}],
  registry: {name: acmeregistry, resource_group: rg-shared}}"""
#: Examples that read somebody else's vault, which they leave for one of their own.
CHANGED = {"statement-secrets": "component.key_vault=null"}
DELIVERY = ("pipeline-", "gitops-", "infrastructure-")
VALUES = {"bicep": "bicep/main.{}.bicepparam", "terraform": "terraform/{}.tfvars", "pulumi": "pulumi/Pulumi.{}.yaml"}


@pytest.fixture(scope="module")
def agents(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Agent]:
    """Agents of a platform that says everything: one that knows a trace from before, and one that does not."""
    folder = tmp_path_factory.mktemp("platform")
    path = template_path(folder / "own", NETWORKS, STATE)
    knowing = knowing_agent(folder / "knowing", folder / "first", template_path=path)
    return {True: knowing, False: build_agent(settings_in(folder / "state", template_path=path))}


def environments_of(case: Case) -> list[str]:
    return sorted(path.name for path in (GOLDENS / case.name / "manifests").iterdir())


def assignments_of(case: Case) -> Iterator[str]:
    number = SUCCESSES.index(case)
    pipeline, workflow, strategy, task = PIPELINES[number % len(PIPELINES)]
    tool, is_set = TOOLS[number % len(TOOLS)]
    yield f"delivery.pipeline={pipeline}"
    yield f"delivery.workflow={workflow}"
    yield f"delivery.strategy={strategy}"
    yield f"delivery.helm_task={task}"
    yield f"delivery.form={('stages', 'pipeline')[number % 2]}"
    yield "delivery.targets=[azure-devops, github-actions]"
    yield f"delivery.gitops={tool}"
    yield f"delivery.application_set={str(is_set).lower()}"
    yield "delivery.repository=oci://ghcr.io/acme/charts"
    back_end = BACK_ENDS[number // 2 % len(BACK_ENDS)]
    yield f'delivery.infrastructure={{back_end: {back_end}, service_connection: "azure-{{env}}"}}'
    yield from (f"output.{part}=true" for part in PARTS)
    yield "security_profile.enable_identity_binding=true"
    issuers = ", ".join(f'{name}: "https://oidc.example.org/{name}/"' for name in environments_of(case))
    yield f"resources={RESOURCES % issuers}"
    if case.name in CHANGED:
        yield CHANGED[case.name]


def delivered(case: Case, agents: dict[bool, Agent]) -> Run:
    agent = agents[case.knowing]
    request = request_of(read_case(case, *assignments_of(case)), None)
    context: dict[str, Any] = {"bundle": request.bundle, "bundle_digest": request.digest, "options": Options()}
    asyncio.run(agent.runner._engine.run(agent.runner.plan(request), VALIDATE_ONLY, context))
    return Run(agent, context)


def files_of(run: Run) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in run.artifacts.files}


def findings(run: Run, files: dict[str, bytes]) -> dict[str, list[str]]:
    """Return what each rule of delivery says; a rule with nothing to look at is not there."""
    subject, found = run.subject(files), dict[str, list[str]]()
    for code, check in CHECKS.items():
        if code.startswith(DELIVERY):
            try:
                found[code] = [finding.message for finding in check.run(check, subject)]
            except NothingToCheck:
                continue
    return found


def mutations(case: Case, files: dict[str, bytes]) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield for each fact that the parts share a file, what says it there, and another thing."""
    first = environments_of(case)[0]
    subject = re.search(rb"system:serviceaccount:([a-z0-9-]+):([a-z0-9-]+)", files[VALUES["bicep"].format(first)])
    assert subject is not None
    namespace, account = subject.groups()
    for form in VALUES.values():
        yield form.format(first), subject[0], subject[0] + b"x"
    for path, content in files.items():
        if path.startswith(f"manifests/{first}/") and b"serviceAccountName:" in content:
            yield path, b'serviceAccountName: "' + account, b'serviceAccountName: "x' + account
            yield path, namespace, namespace + b"x"
    own = f"manifests/{first}/serviceaccount.yaml"
    yield own, b"azure.workload.identity/client-id: ", b"azure.workload.identity/client-id: 1"
    vault = f"manifests/{first}/secretproviderclass.yaml"
    if vault in files:
        yield vault, b"keyvaultName: ", b"keyvaultName: x"
        yield vault, b"objectName: ", b"objectName: x"
        yield vault, b"clientID: ", b"clientID: 1"
    yield "pipelines/azure-pipelines.deploy.yaml", b"namespace: " + namespace, b"namespace: x" + namespace


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_all_that_delivers_an_example_agrees(case: Case, agents: dict[bool, Agent]) -> None:
    run = delivered(case, agents)
    files = files_of(run)
    said = findings(run, files)
    assert {code for code in CHECKS if code.startswith(DELIVERY)} == said.keys()
    assert {code: found for code, found in said.items() if found} == {}
    for path, old, new in mutations(case, files):
        assert old in files[path], (path, old)
        found = findings(run, {**files, path: files[path].replace(old, new, 1)})
        assert any(found.values()), (path, old)
    assert files_of(delivered(case, agents)) == files


def test_every_option_meets_an_example() -> None:
    said = [*map(str, (text for case in SUCCESSES for text in assignments_of(case)))]
    wanted = (
        {word for row in PIPELINES for word in row} | {tool for tool, _ in TOOLS} | {"form=stages", "form=pipeline"}
    )
    wanted |= {f"back_end: {name}" for name in BACK_ENDS} | {"application_set=true"}
    assert {word for word in wanted if not any(word in text for text in said)} == set()
