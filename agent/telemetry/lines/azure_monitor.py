"""Log lines in Azure Monitor, as traces of Application Insights."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk.resources import SERVICE_NAME, Resource

from agent.telemetry.lines.failing import not_taken
from foundation.model.run.trace import GENERATED_BY

#: What the exporter would ask Microsoft for, or tell it of itself, besides what it is given.
_UNASKED = (
    "APPLICATIONINSIGHTS_CONTROLPLANE_DISABLED",
    "APPLICATIONINSIGHTS_SDKSTATS_DISABLED",
    "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL",
)
_SEVERITIES = {"debug": 5, "info": 9, "warning": 13, "error": 17}


class AzureMonitorLines:
    """Sends lines; their fields are custom dimensions, and the ids of spans link them to their operation.

    Args:
        connection: connection string of the Application Insights resource.
    """

    def __init__(self, connection: str) -> None:
        for variable in _UNASKED:
            os.environ.setdefault(variable, "true")
        # Imported after that, and not when the first lines are sent: that may be when the interpreter is ending.
        from azure.monitor.opentelemetry.exporter import AzureMonitorLogExporter

        self._resource = Resource({SERVICE_NAME: GENERATED_BY})
        self._exporter = AzureMonitorLogExporter(
            connection_string=connection, disable_offline_storage=True, timeout=2.0, retry_total=0
        )

    def send(self, lines: Sequence[str]) -> None:
        """See ``LineSink.send``."""
        result = self._exporter.export([_record(line, self._resource) for line in lines])
        if result.name != "SUCCESS":
            raise not_taken("azure-monitor", "see APPLICATIONINSIGHTS_CONNECTION_STRING")


def _record(line: str, resource: Resource) -> ReadableLogRecord:
    said: dict[str, Any] = json.loads(line)
    at = datetime.fromisoformat(said["timestamp"])
    record = LogRecord(
        timestamp=int(at.timestamp()) * 1_000_000_000,
        severity_number=SeverityNumber(_SEVERITIES.get(said.get("level", ""), 9)),
        severity_text=said.get("level"),
        body=said.get("event", ""),
        attributes={name: _flat(value) for name, value in said.items() if value is not None},
    )
    record.trace_id = int(said.get("otel_trace_id", "0"), 16)
    record.span_id = int(said.get("span_id", "0"), 16)
    return ReadableLogRecord(record, resource)


def _flat(value: Any) -> str | float | bool:
    return value if isinstance(value, str | int | float | bool) else json.dumps(value)
