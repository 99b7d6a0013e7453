"""docs/reference/settings.md: every setting, as .env.example and the model have it."""

import re
from collections.abc import Iterator
from pathlib import Path

from agent.settings import Settings, variable_of
from scripts.tables import row

_HEAD = """# Settings

Every setting is an environment variable; `.env.example` is the same as a file to copy. A value that is wrong, and a
variable that looks like a setting and is none, end a command with exit code 2 and the nearest name. Some flags of
commands set one for a single run ([commands.md](commands.md)). The variables of OpenTelemetry are in
[telemetry.md](../telemetry.md). Written by `make docs`.

"""


def settings_page(example: Path) -> str:
    """Return the page's text.

    Args:
        example: the file that names every setting with its default.
    """
    lines = [row("variable", "default", "what it is"), row("---", "---", "---")]
    described = {variable_of(name): field.description or "" for name, field in Settings.model_fields.items()}
    lines += [row(f"`{name}`", f"`{value}`" if value else "", described[name]) for name, value in _defaults(example)]
    return _HEAD + "\n".join(lines) + "\n"


def _defaults(example: Path) -> Iterator[tuple[str, str]]:
    """Yield every variable with its default, in the file's order."""
    for found in re.finditer(r"(?m)^([A-Z_]+)=(.*)$", example.read_text(encoding="utf-8")):
        yield found[1], found[2]
