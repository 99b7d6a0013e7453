"""The formats by name."""

from collections.abc import Callable

from agent.reporting.json_report import as_json
from agent.reporting.junit import as_junit
from agent.reporting.sarif import as_sarif
from agent.reporting.text import as_text
from foundation.model.run.outcome import Validation

#: Writes a validation as text.
Format = Callable[[Validation], str]

FORMATS: dict[str, Format] = {"text": as_text, "json": as_json, "sarif": as_sarif, "junit": as_junit}
