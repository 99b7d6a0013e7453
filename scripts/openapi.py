"""docs/openapi.json: the description of the HTTP API, as a server gives it at /openapi.json."""

import json
from pathlib import Path

from agent.doors.http.application import build_app
from agent.settings import Settings


def openapi() -> str:
    """Return the text of the file; where a server works does not show in it."""
    app = build_app(Settings(state_dir=Path("state"), workspace=Path("workspace")))
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"
