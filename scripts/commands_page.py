"""docs/reference/commands.md: what every command says of itself."""

from agent.doors.cli.ready_made import PROGRAM
from scripts.ready_made_texts import ready_made_texts

_HEAD = f"""# Commands

What `{PROGRAM} COMMAND --help` says of each command. Exit codes are in
[operations.md](../operations.md#exit-codes), settings in [settings.md](settings.md). Written by `make docs`.
"""


def commands_page() -> str:
    """Return the page's text."""
    parts = [_HEAD]
    for name, text in ready_made_texts().items():
        if name.endswith(".txt"):
            usage = text.splitlines()[0].removeprefix("Usage: ")
            command = usage.partition(" [")[0]
            parts.append(f"\n## {command}\n\n```text\n{text.rstrip()}\n```\n")
    return "".join(parts)
