"""What is not needed is not loaded: no model for known types, and none for approved drafts."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.drafting import BUNDLE, Workshop, approved
from tests.support.generation import EXAMPLES, ROOT
from tests.support.sockets import OFFLINE

SCRIPT = (
    OFFLINE
    + """
import json, sys

from agent.doors.cli.app import app_for

try:
    app_for(sys.argv[1:])()
except SystemExit as ended:
    code = ended.code
watched = ("plugins.llm_template_expander", "plugins.prompt_based_validator", "agent.planning.model_planner",
           "foundation.language_model.model", "foundation.language_model.connection", "agent.evaluation",
           "semantic_kernel.connectors.ai.open_ai", "openai.resources")
loaded = [name for name in sys.modules if any(name == part or name.startswith(part + ".") for part in watched)]
print(json.dumps({"code": code, "opened": opened, "loaded": sorted(loaded)}), file=sys.stderr)
"""
)


def run(folder: Path, bundle: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "generate", str(bundle), "-o", "cli-out"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={"INFRA_ENGINEER_STATE_DIR": str(folder / "state"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        check=True,
    )
    result: dict[str, object] = json.loads(done.stderr.splitlines()[-1])
    return result


def test_a_known_type_loads_nothing_of_models_and_drafts(tmp_path: Path) -> None:
    assert run(tmp_path, EXAMPLES / "minimal.yaml") == {"code": 0, "opened": [], "loaded": []}


def test_an_approved_draft_loads_no_connector_and_no_conversation(workshop: Workshop) -> None:
    approved(workshop)
    bundle = workshop.folder / "bundle.json"
    bundle.write_text(json.dumps(BUNDLE))
    shutil.rmtree(workshop.folder / "state")
    result = run(workshop.folder, bundle)
    loaded = result["loaded"]
    assert isinstance(loaded, list)
    assert (result["code"], result["opened"]) == (0, [])
    assert not [name for name in loaded if not name.startswith("plugins.llm_template_expander")]
    assert "plugins.llm_template_expander.plugin" in loaded
    assert "plugins.llm_template_expander.conversation" not in loaded
    assert (workshop.folder / "cli-out" / "report.json").is_file()
