"""Put checkov into a virtual environment of its own, .cache/tools/checkov, for the tests' second opinion.

It wants other versions of a hundred packages than this project does, so it stays out of our environment.
"""

import subprocess
import sys
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.install import install

VERSION = "3.3.30"
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "tools" / "checkov"
MARK = FOLDER / f"ready-{VERSION}"


def main() -> int:
    """Install checkov, unless this version is there already."""
    if MARK.is_file():
        MARK.touch()  # so that make does not ask again
        print(f"{FOLDER} is up to date")
        return 0
    try:
        venv.create(FOLDER, clear=True, with_pip=True)
        install(f"checkov=={VERSION}", python=FOLDER / "bin" / "python")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"checkov could not be installed: {error}", file=sys.stderr)
        return 1
    MARK.touch()
    print(f"checkov is ready in {FOLDER}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
