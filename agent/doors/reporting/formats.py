"""The formats by name."""

from agent.doors.reporting.as_json import as_json
from agent.doors.reporting.as_junit import as_junit
from agent.doors.reporting.as_sarif import as_sarif
from agent.doors.reporting.as_text import as_text
from agent.doors.reporting.outcome import Format

FORMATS: dict[str, Format] = {"text": as_text, "json": as_json, "sarif": as_sarif, "junit": as_junit}
