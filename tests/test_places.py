"""Where the machine gives no place to work in, that is told, and what needs none goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.doors.desk import Desk
from agent.doors.mcp.server import build_server
from agent.doors.worker.events_in import EventsIn
from agent.settings import load_settings
from foundation.model.errors import InputError


def test_a_user_without_a_home_is_told_which_setting_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("INFRA_ENGINEER_STATE_DIR", raising=False)
    monkeypatch.setattr("os.getuid", lambda: 54321)
    with pytest.raises(InputError) as caught:
        load_settings()
    (problem,) = caught.value.problems
    assert (problem.code, problem.remedy) == ("wrong-setting", "Set HOME or INFRA_ENGINEER_STATE_DIR.")


def test_doctor_in_a_folder_that_was_deleted(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = Path(sys.executable).with_name("infra-engineer")
    environment = {**os.environ, "INFRA_ENGINEER_STATE_DIR": str(tmp_path / "state")}
    script = 'cd "$1" && rmdir "$1" && exec "$2" doctor'
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(gone), str(program)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "missing  workspace           the workspace cannot be used: No such file or directory\n" in done.stdout
    assert "installation-broken" not in done.stderr


@pytest.mark.parametrize("workspace", ["file", "loop", "x" * 300])
def test_a_server_without_a_workspace_does_not_start(workspace: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    settings = load_settings(workspace=tmp_path / workspace)
    desk = Desk(settings)
    with pytest.raises(InputError) as caught:
        build_server(settings, desk, EventsIn(settings, desk))
    (problem,) = caught.value.problems
    assert problem.code == "folder-unusable"
    assert problem.remedy == "Set INFRA_ENGINEER_WORKSPACE to a folder that can be written."
