"""A Containerfile as a list of steps, as far as ours goes: no step of it needs a shell."""

import json
import re
from dataclasses import dataclass

#: Flags that may stand before what an instruction is given.
_FLAG = re.compile(r"--([a-z]+)=(\S+)\s+")


@dataclass(frozen=True)
class Step:
    """One instruction.

    Attributes:
        word: the instruction, such as ``COPY``.
        flags: its flags by name.
        arguments: what it is given, word by word.
    """

    word: str
    flags: dict[str, str]
    arguments: list[str]


def stages(text: str) -> dict[str, list[Step]]:
    """Return the steps of each stage by its name; the last one is ``final``.

    Args:
        text: the file.

    Raises:
        ValueError: a step would need a shell.
    """
    found: dict[str, list[Step]] = {"": []}
    name = ""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            step = _step(line)
            if step.word == "FROM":
                name = step.arguments[2] if len(step.arguments) == 3 else "final"
                found[name] = []
            found[name].append(step)
    return found


def _step(line: str) -> Step:
    word, _, rest = line.partition(" ")
    flags: dict[str, str] = {}
    while (flag := _FLAG.match(rest)) is not None:
        flags[flag[1]] = flag[2]
        rest = rest[flag.end() :]
    if rest.startswith("["):
        return Step(word, flags, json.loads(rest))
    if word in ("RUN", "CMD", "ENTRYPOINT"):
        raise ValueError(f"this needs a shell: {line}")
    return Step(word, flags, rest.split())
