"""Manifests as texts, imported and compiled at the front door."""

import re
from collections.abc import Callable
from typing import Any

SAID = ("--trace-id", "trace-1", "--blueprint-id", "usecase-1", "--scope", "Order", "--tenant", "acme")
#: Imports texts, generates every bundle, and returns the objects by kind and name and what the import told.
Made = Callable[..., tuple[dict[str, dict[str, Any]], str]]


def pod(labels: str, container: str, **more: str) -> str:
    """Return a pod template with one container."""
    spec = ", ".join(f"{key}: {value}" for key, value in more.items())
    return f"{{metadata: {{labels: {{{labels}}}}}, spec: {{{spec}{', ' if spec else ''}containers: [{container}]}}}}"


def workload(kind: str, name: str, template: str, more: str = "", namespace: str = "") -> str:
    """Return a workload of apps/v1."""
    return f"""\
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}{f", namespace: {namespace}" if namespace else ""}}}
spec:
  {more}selector: {{matchLabels: {{app: {name}}}}}
  template: {template}
"""


def told(err: str, code: str) -> list[str]:
    """Return the message of each finding of a code, however many places it names."""
    return re.findall(rf"^\w+ {code}  .*\n(?:  also: .*\n)*  (.*)\n  mend: .*$", err, re.MULTILINE)


def service(
    name: str, selector: str, port: str = "{name: http, port: 8080}", more: str = "", namespace: str = ""
) -> str:
    """Return a Service with one port."""
    where = f", namespace: {namespace}" if namespace else ""
    return (
        f"{{apiVersion: v1, kind: Service, metadata: {{name: {name}{where}}}, "
        f"spec: {{{more}selector: {{{selector}}}, ports: [{port}]}}}}\n"
    )
