"""What kubectl wrote about what it did not accept, as one message for each."""

import re
from collections.abc import Iterator, Sequence

from foundation.kubectl.program import Answer
from foundation.model.expressions import expression

_NUMBERED = expression(r'"?\S*/(\d{6})\.yaml"?')
#: Starts of lines that say more about the line before.
_CONTINUATIONS = ("Resource:", "Name:", "for:", "from server for:", "ensure CRDs", "* ")
#: Several mistakes that kubectl makes one line of: ``[first, second]``.
_NEXT = expression(r",\s(?=resource mapping not found|unable to recognize|error parsing|error validating)")


def refusals_in(answer: Answer, files: Sequence[str]) -> Iterator[tuple[int | None, str]]:
    """Yield each refusal with the number of the file that it is about; ``None`` if kubectl does not name it.

    Args:
        answer: what kubectl wrote; nothing is refused where its exit code is 0.
        files: what our numbered files are called, by number.
    """
    if answer.code == 0:
        return
    messages = list(_messages(answer.err))
    for message in messages:
        numbers = [int(number) for number in _NUMBERED.findall(message) if int(number) < len(files)]
        yield numbers[0] if numbers else None, _NUMBERED.sub(lambda match: _named(match, files), message)
    if not messages:
        yield None, f"kubectl ended with exit code {answer.code}"


def _messages(text: str) -> Iterator[str]:
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith(_CONTINUATIONS) and found:
            found[-1] = f"{found[-1]} {line.strip()}"
        elif line.strip() and not line.startswith("Warning:"):
            found.append(line.strip())
    for message in found:
        several = message.startswith("[") and message.endswith("]")
        yield from _NEXT.split(message[1:-1] if several else message)


def _named(match: re.Match[str], files: Sequence[str]) -> str:
    return files[int(match[1])] if int(match[1]) < len(files) else match[0]
