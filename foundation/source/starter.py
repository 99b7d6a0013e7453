"""The text of a first bundle: minimal, valid, and with a word on what can come next."""

from textwrap import indent
from typing import Any

from foundation.model.base import FrozenModel
from foundation.source.emit import to_yaml

_TRACE = "# Where the component comes from; these travel on every object as labels and annotations.\n"
_FURTHER = """\
# What can come next; `infra-engineer schema` describes all of it, `infra-engineer explain` where values come from.
# observability: {otel_enabled: true, otel_endpoint: "http://otel-collector.monitoring:4317"}
# security_profile: {enable_rbac: true, rbac_roles: [reader]}
"""
_COMPONENT = """\
  # env: [{name: LOG_LEVEL, value: info}]
  # resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 200m, memory: 256Mi}}
"""
_PROBES = {
    "http": """\
  # liveness_probe: {httpGet: {path: /health/live, port: http}}
  # readiness_probe: {httpGet: {path: /health/ready, port: http}}
""",
    "tcp": """\
  # liveness_probe: {tcpSocket: {port: port-%(port)s}}
  # readiness_probe: {tcpSocket: {port: port-%(port)s}}
""",
    "queue": """\
  # liveness_probe: {exec: {command: [cat, /tmp/healthy]}}
  # readiness_probe: {exec: {command: [cat, /tmp/healthy]}}
""",
}
#: Types whose pods end, so that nobody probes them; and those whose number of pods is the bundle's to say.
_ENDING = ("job", "cronjob")
_COUNTED = ("microservice", "api-gateway", "frontend", "worker", "event-processor", "stateful-service")
_OWN = "{autoscale: {minReplicas: 3, maxReplicas: 10}}"


class Answers(FrozenModel):
    """What somebody said of a new component."""

    name: str
    type: str
    transport: str
    image: str
    trace_id: str
    blueprint_id: str
    scope: str
    team: str | None = None
    tenant: str | None = None
    port: int | None = None
    schedule: str | None = None
    environments: list[str] = []


def starter_text(answers: Answers) -> str:
    """Return the bundle as commented YAML; each comment that is a setting holds for it as it is."""
    trace = {"trace_id": answers.trace_id, "blueprint_id": answers.blueprint_id, "component_scope": answers.scope}
    owner = {"team": answers.team, "tenant": answers.tenant}
    component: dict[str, Any] = {
        "name": answers.name,
        "type": answers.type,
        "transport": answers.transport,
        "container_image": answers.image,
    }
    if answers.port is not None:
        name = answers.transport if answers.transport in ("http", "grpc") else f"port-{answers.port}"
        component["ports"] = [{"name": name, "port": answers.port}]
    if answers.schedule is not None:
        component["schedule"] = answers.schedule
    environments: dict[str, Any] = {name: {} for name in answers.environments}
    return "".join(
        [
            _TRACE,
            to_yaml(trace),
            *(to_yaml({key: value}) if value else "" for key, value in owner.items()),
            "component:\n",
            indent(to_yaml(component), "  "),
            _COMPONENT,
            _PROBES.get(answers.transport, "") % {"port": answers.port} if answers.type not in _ENDING else "",
            "# What each environment has of its own; the platform's profile of the environment comes first.\n",
            to_yaml({"environments": environments})
            if environments
            else f"# environments: {{dev: {{}}, prod: {_OWN if answers.type in _COUNTED else '{}'}}}\n",
            _FURTHER,
        ]
    )
