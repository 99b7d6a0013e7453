"""Put checkov into a virtual environment of its own, .cache/tools/checkov, for the tests' second opinion.

It wants other versions of a hundred packages than this project does, so it stays out of our environment.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.own_environment import install_apart

VERSION = "3.3.30"
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "tools" / "checkov"
MARK = FOLDER / f"ready-{VERSION}"


def main() -> int:
    """Install checkov, unless this version is there already."""
    return install_apart("checkov", f"checkov=={VERSION}", MARK)


if __name__ == "__main__":
    raise SystemExit(main())
