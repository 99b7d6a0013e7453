"""What models are asked in a run goes into its record, without secrets and no longer than somebody reads."""

import time
from collections.abc import Awaitable, Callable, Sequence

from foundation.language_model.model import LanguageModel
from foundation.model.conversation import Answer, Message
from foundation.model.credentials import HIDDEN, has_credentials
from foundation.model.run.rounds import ModelRound
from foundation.secrets.find import find_secret

#: Characters of a message that are kept.
_LONGEST = 20_000


class OverheardModel(LanguageModel):
    """Asks another model, and tells what was said.

    Args:
        inner: the model.
        tell: takes each round.
    """

    def __init__(self, inner: LanguageModel, tell: Callable[[ModelRound], None]) -> None:
        super().__init__(inner.service, inner.identity)
        self._inner = inner
        self._tell = tell
        self._before: list[Message] = []

    async def _heard(self, messages: Sequence[Message], answering: Awaitable[Answer]) -> Answer:
        started = time.perf_counter()
        answer = await self._inner._heard(messages, answering)
        took = (time.perf_counter() - started) * 1000
        before, self._before = self._before, list(messages)
        known = len(before) if before and before == self._before[: len(before)] else 0
        self._tell(
            ModelRound(
                model=answer.model or self.identity.model,
                provider=self.identity.provider,
                messages=[Message(role=one.role, text=kept(one.text)) for one in messages[known:]],
                repeated=known,
                answer=kept(answer.text),
                refusal=kept(answer.refusal) if answer.refusal is not None else None,
                finish_reason=answer.finish_reason,
                usage=answer.usage,
                milliseconds=round(took, 1),
            )
        )
        return answer


def kept(text: str) -> str:
    """Return a text as memory keeps it: lines with a secret are hidden, and it ends where nobody reads on.

    Args:
        text: the text.
    """
    lines = text[:_LONGEST].split("\n")
    safe = "\n".join(HIDDEN if has_credentials(line) or find_secret("", line) is not None else line for line in lines)
    return safe + (f"\n… {len(text) - _LONGEST} more characters" if len(text) > _LONGEST else "")
