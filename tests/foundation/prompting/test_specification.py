"""Every clause of the specification's two prompts, and the words of ours that say it.

The specification's text is the user's; the prompts are in our own words. Who edits a prompt and drops a clause
learns it here.
"""

import re
from typing import Any

import pytest
import yaml
from semantic_kernel.functions import KernelFunctionFromPrompt

from foundation.prompting.library import PromptLibrary
from foundation.prompting.rendering import render

SYSTEM = {
    "who it is": "Infrastructure Engineer Agent of the ConnectSoft AI Software Factory",
    "primary task": "Turn the definition of one component into infrastructure that can be deployed",
    "complete, traceable, policy-compliant": "complete, traceable and in line with policy",
    "microservices, APIs, event processors, system components": (
        "a microservice, an API, an event processor or another part of the system"
    ),
    "consumed by pipelines, observability, DevOps": "CI/CD pipelines, observability tools and DevOps systems read",
    "never invents functionality": "Add no functionality",
    "populates templates with correct values": "Fill existing templates with the right values",
    "follows overlays and policies": "follow the environment overlays and the platform policies",
    "required resources": "Deployment, Service, Ingress and ConfigMap",
    "Helm charts if requested": "A Helm chart, if one is requested",
    "trace metadata in labels and annotations": "Traceability metadata in labels and annotations of every object",
    "OpenTelemetry if enabled": "OpenTelemetry configuration, if observability is enabled",
    "RBAC, service account, security context if required": (
        "RBAC roles, a service account and a security context, where the security profile requires them"
    ),
    "naming policies": "Names follow the infrastructure naming policy",
    "YAML-compliant": "Everything is valid YAML",
    "linting and schema checks": "validated by linting and by schema",
    "halts on invalid or incomplete input": "Stop at once when the input is invalid or incomplete",
    "emits files": "the infrastructure files (YAML, Helm, OpenTelemetry configuration)",
    "emits the event": "the lifecycle event InfrastructureGenerated",
    "cleanly formatted": "cleanly formatted",
    "deterministic and reproducible": "The same input gives the same output",
    "enriched with trace and blueprint metadata": "trace and blueprint metadata go with it",
    "no guessing, hallucination, fabrication": "Do not guess, do not make anything up",
    "strictly from templates and overlays": "Work from templates, overlays and the given input alone",
    "always injects trace_id, for audit and rollback": "every object can be audited and rolled back",
    "fails fast on policy violation": "when a policy would be violated",
    "reuses templates for consistency": "Prefer a template that exists over a new shape",
    "sample labels": "labels: trace_id: trace-ord-8128 component_scope: Order",
    "sample annotations": (
        "annotations: blueprint_id: usecase-create-order generated_by: infrastructure-engineer-agent"
    ),
}
INPUT = {
    "what is generated": "Generate the Kubernetes infrastructure of this component",
    "trace id": "Trace ID: trace-auth-9042",
    "blueprint id": "Blueprint ID: usecase-auth-token-grant",
    "component name": "Component Name: AuthService",
    "component scope": "Component Scope: Identity",
    "component type": "Component Type: microservice (for example microservice, api-gateway or job)",
    "image": "Image: ghcr.io/connectsoft/authservice:1.3.1",
    "transport": "Transport: http (http, grpc, tcp or queue)",
    "target environment": "Target Environment: staging",
    "overlays": "Environment Overlays: replicas: 2 enable_ingress: true",
    "security profile": "Security Profile: enable_rbac: true",
    "observability": "Observability Settings: otel_enabled: true",
    "template": "Template ID: helm-microservice-template-v3",
    "output format": "Output Format: Kubernetes YAML + Helm Chart",
    "1 fill templates": "Fill the Deployment, Service, Ingress and ConfigMap templates with the input above",
    "2 apply overlays": "overlays say for the target environment: replicas, resources, rules for the Ingress",
    "3 inject metadata": "into metadata.labels and metadata.annotations of every object",
    "4 OTEL or sidecar": "OpenTelemetry configuration, or the sidecar, if observability is enabled",
    "5 Helm chart": "Assemble a valid Helm chart, if the output format asks for one",
    "6 validate": "Validate every YAML file by linting against its schema",
    "7 emit": "Emit the files and the event InfrastructureGenerated",
    "complete, valid YAML": "complete and valid YAML",
    "compliant": "in line with every policy in the input",
    "traceable": "traceable by its metadata",
    "stored and emitted": "stored and emitted as the factory's standards say",
    "no sample values, inputs only": "Use the given input only. Make up no sample values.",
}
#: Both lists of variables in the specification: the template's own and the table of required ones.
VARIABLES = {
    "trace_id",
    "blueprint_id",
    "component_name",
    "component_scope",
    "component_type",
    "container_image",
    "transport",
    "target_environment",
    "env_overlay_block",
    "security_profile",
    "observability_block",
    "template_id",
}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("clause", SYSTEM)
def test_the_agents_system_message_says_every_clause(prompts: PromptLibrary, clause: str) -> None:
    """It is composed: what holds in every conversation, and what belongs to the agent's whole output."""
    prompt = prompts.prompt("input")
    message = render(prompts, prompt, prompt.source.sample).messages[0]
    assert message.role == "system"
    assert plain(SYSTEM[clause]) in plain(message.text)


@pytest.mark.parametrize("clause", SYSTEM)
def test_the_first_system_prompt_says_every_clause(prompts: PromptLibrary, clause: str) -> None:
    (message,) = render(prompts, prompts.prompt("system", 1), {}).messages
    assert message.role == "system"
    assert plain(SYSTEM[clause]) in plain(message.text)


@pytest.mark.parametrize("clause", INPUT)
def test_the_input_prompt_says_every_clause(prompts: PromptLibrary, clause: str) -> None:
    prompt = prompts.prompt("input")
    message = render(prompts, prompt, prompt.source.sample).messages[-1]
    assert message.role == "user"
    assert INPUT[clause] in plain(message.text)


def test_the_input_prompt_takes_the_specifications_variables(prompts: PromptLibrary) -> None:
    variables = prompts.prompt("input").source.input_variables
    assert {variable.name for variable in variables if variable.is_required} == VARIABLES


@pytest.mark.parametrize("name", ["expansion", "input", "repair", "review"])
def test_every_conversation_opens_with_the_system_prompt(prompts: PromptLibrary, name: str) -> None:
    prompt = prompts.prompt(name)
    first, second = render(prompts, prompt, prompt.source.sample).messages
    (shared,) = render(prompts, prompts.prompt("system"), {}).messages
    assert (first.role, second.role) == ("system", "user")
    assert first.text.startswith(shared.text.strip())


@pytest.mark.parametrize("name", ["drafting", "expansion", "input", "repair", "review", "system"])
def test_the_files_are_prompts_of_semantic_kernel(prompts: PromptLibrary, name: str) -> None:
    source = prompts.prompt(name).source
    text = (prompts.folder(name) / f"v{source.version}.yaml").read_text()
    function = KernelFunctionFromPrompt.from_yaml(text)
    content: dict[str, Any] = yaml.safe_load(text)
    assert (function.name, function.description) == (source.name, source.description)
    assert function.prompt_template.prompt_template_config.template == content["template"]
    assert [variable.name for variable in function.prompt_template.prompt_template_config.input_variables] == [
        variable.name for variable in source.input_variables
    ]
