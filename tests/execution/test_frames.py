"""The way from the use case to a step is short: whoever reads a traceback reads little of the agent's own."""

import inspect
from pathlib import Path

import pytest

from agent.bootstrap.use_cases.generate import build_generate
from agent.use_cases.generate import GenerateCommand
from agent.use_cases.inputs.bundles import BundleFiles
from foundation.model.bundle.effective import EffectiveComponent
from tests.support.generation import EXAMPLES, ROOT, settings_in

OURS = tuple(str(ROOT / package) + "/" for package in ("agent", "plugins", "memory", "foundation"))


def test_a_step_is_at_most_eight_frames_below_the_use_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look(*_: object) -> EffectiveComponent:
        frames = [frame for frame in inspect.stack()[1:] if frame.filename.startswith(OURS)]
        seen.extend(f"{Path(frame.filename).relative_to(ROOT)} {frame.function}" for frame in frames)
        raise ZeroDivisionError

    monkeypatch.setattr("plugins.overlay_merge.plugin.merge_component", look)
    asked = GenerateCommand(bundles=BundleFiles(paths=[str(EXAMPLES / "minimal.yaml")]))
    (result,) = build_generate(settings_in(tmp_path))(asked).results
    assert [problem.code for problem in result.problems] == ["internal-error"]
    step, use_case = seen.index("plugins/overlay_merge/plugin.py merge"), len(seen) - 1
    assert seen[use_case] == "agent/use_cases/generate.py _results"
    filters = [frame for frame in seen if frame.startswith("agent/execution/filters/")]
    assert [frame.split("/")[-1] for frame in filters] == [
        "upgrades.py filter",
        "gate.py filter",
        "telemetry.py telemetry",
        "retry.py filter",
    ]
    assert use_case - step <= 8, "\n".join(seen)
