import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.generation import EXAMPLES, ROOT
from tests.support.sockets import OFFLINE

#: Runs the program with every way of opening a connection replaced, and tells what was imported.
SCRIPT = (
    OFFLINE
    + """
import json, pkgutil, sys

from agent.doors.cli.app import app_for

code = None
try:
    app_for(sys.argv[1:])()
except SystemExit as ended:
    code = ended.code
except Exception as error:
    code = type(error).__name__
import semantic_kernel.connectors.ai as connectors

vendors = [module.name for module in pkgutil.iter_modules(connectors.__path__) if module.ispkg]
forbidden = [f"{connectors.__name__}.{name}" for name in vendors]
forbidden += ["azure", "openai.resources", "foundation.language_model.connection", "foundation.language_model.metered"]
loaded = [name for name in sys.modules if any(name == part or name.startswith(part + ".") for part in forbidden)]
assert f"{connectors.__name__}.open_ai" in forbidden
print(json.dumps({"code": code, "opened": opened, "loaded": sorted(loaded)}), file=sys.stderr)
"""
)


def run(tmp_path: Path, *arguments: str, **variables: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={
            "INFRA_ENGINEER_STATE_DIR": str(tmp_path / "state"),
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            **variables,
        },
        check=True,
    )
    result: dict[str, object] = json.loads(done.stderr.splitlines()[-1])
    return result


def test_a_run_without_a_model_loads_no_connector_and_opens_no_connection(tmp_path: Path) -> None:
    result = run(tmp_path, "generate", str(EXAMPLES / "minimal.yaml"), "-o", "out")
    assert result == {"code": 0, "opened": [], "loaded": []}
    assert (tmp_path / "out" / "report.json").is_file()


def test_answers_from_recordings_need_no_connector_either(tmp_path: Path) -> None:
    result = run(tmp_path, "prompts", "eval", "input", "--ci")
    assert result == {"code": 0, "opened": [], "loaded": []}


def test_a_run_with_a_model_does_both(tmp_path: Path) -> None:
    """Else the tests above could not fail."""
    result = run(
        tmp_path,
        *("prompts", "eval", "input", "--live", "--case", "no-telemetry"),
        INFRA_ENGINEER_MODEL_PROVIDER="compatible",
        INFRA_ENGINEER_MODEL_NAME="gpt-4o",
        INFRA_ENGINEER_MODEL_BASE_URL="http://127.0.0.1:9/v1",
        INFRA_ENGINEER_MODEL_CALLS="loopback",
        INFRA_ENGINEER_MODEL_RETRIES="0",
    )
    assert result["code"] == 3
    assert result["opened"]
    assert "semantic_kernel.connectors.ai.open_ai" in str(result["loaded"])


@pytest.mark.parametrize("command", ["list", "show input", "render input --case no-telemetry", "lint input expansion"])
def test_looking_at_prompts_does_not_even_load_the_kernel(tmp_path: Path, command: str) -> None:
    """Only the cases of the repair and review prompts take a run of the pipeline."""
    code = "import sys; from agent.doors.cli.app import app_for; app_for()(sys.argv[1:], standalone_mode=False)"
    code += "; print('semantic_kernel' in sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "prompts", *command.split()],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stderr == "False\n"
