"""Many events, four workers of which two are killed, a server that is killed once: what is left of it, and how fast.

`python -m scripts.fleet_trial [BUNDLES]`; the suite does the same with fewer (`tests/doors/worker/test_fleet.py`).
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.support.fleet import ANNOUNCED_EVENTS, Trial, bundles, by_command_line, poison, trial

_POISONED = 20


def main(number: int) -> int:
    """Run the trial, print what came of it, and return 1 unless everything is as it has to be.

    Args:
        number: how many bundles.
    """
    asked = bundles(number)
    with tempfile.TemporaryDirectory() as folder:
        left = trial(Path(folder) / "fleet", asked, poison(_POISONED))
        expected = by_command_line(Path(folder) / "local", asked)
    names = [bundle["component"]["name"] for bundle in asked]
    print(f"{number} bundles, {number + number // max(1, number // 10)} events and {_POISONED} poisoned")
    print(f"{left.seconds:.0f} s, {number / left.seconds:.1f} bundles a second")
    return 1 if _told(left, expected, names) else 0


def _told(left: Trial, expected: dict[str, str], names: list[str]) -> list[str]:
    checks = {
        "each bundle is done once": left.runs == Counter(names),
        "each event is announced once": left.announced
        == Counter((name, event) for name in names for event in ANNOUNCED_EVENTS),
        "digests are those of the command line": left.digests == expected,
        "dead letters are the poisoned": len(left.dead) == _POISONED,
        "no traceback is logged": "Traceback" not in left.said,
    }
    for check, holds in checks.items():
        print(f"{'yes' if holds else 'NO '}  {check}")
    return [check for check, holds in checks.items() if not holds]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
