"""Earlier runs, and their files in their exact bytes."""

import json
from collections.abc import Mapping
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any

from agent.doors.mcp.resources.kind import JSON, YAML, Content, Kind
from agent.doors.mcp.resources.unknown import nothing_called

if TYPE_CHECKING:
    from agent.bootstrap import Agent
    from foundation.model.run.artifacts import Artifact

#: So many of the last runs are offered.
_OFFERED = 50
_FILES = "artifacts"


def _read(agent: "Agent", names: list[str]) -> Content:
    match names:
        case []:
            from agent.reporting.runs import runs_data

            return Content(JSON, json.dumps(runs_data(_last(agent))))
        case [run]:
            from agent.bootstrap.use_cases.history.showing import build_show_run
            from agent.reporting.run import run_data

            return Content(JSON, json.dumps(run_data(build_show_run(agent.settings)(run)), ensure_ascii=False))
        case [run, kind] if kind == _FILES:
            return Content(JSON, json.dumps([file.entry.model_dump() for file in _files(agent, run)]))
        case [run, kind, *path] if kind == _FILES:
            (file,) = _files(agent, run, "/".join(path))
            return _content(file)
        case _:
            raise nothing_called("resource", "/".join(["runs", *names]), [f"runs/RUN/{_FILES}/PATH"])


def _content(file: "Artifact") -> Content:
    form = YAML if file.path.endswith((".yaml", ".yml")) else guess_type(file.path)[0] or "application/octet-stream"
    try:
        text = file.content.decode()
    except UnicodeDecodeError:
        return Content("application/gzip" if file.path.endswith(".tgz") else form, file.content)
    return Content(form if form != "application/octet-stream" else "text/plain", text)


def _complete(agent: "Agent", variable: str, known: Mapping[str, str]) -> list[str]:
    if variable == "run":
        return [one.run.run_id for one in _last(agent)]
    return [file.path for file in _files(agent, known["run"])] if "run" in known else []


def _last(agent: "Agent") -> list[Any]:
    from agent.bootstrap.use_cases.history.listing import build_list_runs
    from agent.use_cases.history.listing import ListRunsCommand

    return build_list_runs(agent.settings)(ListRunsCommand(limit=_OFFERED)).runs


def _files(agent: "Agent", run: str, path: str | None = None) -> "list[Artifact]":
    from agent.bootstrap.use_cases.history.artifacts import build_run_artifacts
    from agent.use_cases.history.artifacts import RunArtifactsCommand

    return build_run_artifacts(agent.settings)(RunArtifactsCommand(name=run, path=path))


KIND = Kind("runs", _read, _complete)
