"""Write the goldens anew; `make goldens` calls this, and the difference is reviewed like code."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from agent.bootstrap import build_agent
from tests.support.generation import CASES, GOLDENS, generate, knowing_agent, settings_in
from tests.support.goldens import golden_of, write_golden


def main() -> int:
    """Regenerate every golden and remove those of examples that are gone."""
    with tempfile.TemporaryDirectory(prefix="goldens-") as name:
        folder = Path(name)
        agent = build_agent(settings_in(folder / "state"))
        knowing = knowing_agent(folder / "knowing", folder / "first")
        for case in CASES:
            generated = generate(knowing if case.knowing else agent, case, folder / case.name)
            if (generated.result.status != "generated") != case.fails:
                print(f"{case}: {generated.result.status}: {generated.result.problems}", file=sys.stderr)
                return 1
            write_golden(case, golden_of(generated))
            print(f"tests/goldens/{case}")
    _remove_others({case.name for case in CASES})
    return 0


def _remove_others(names: set[str]) -> None:
    for path in GOLDENS.iterdir():
        if path.is_dir() and path.name not in names:
            shutil.rmtree(path)


if __name__ == "__main__":
    raise SystemExit(main())
