"""A server on this machine that speaks the embeddings API: texts with the same lines get vectors that are near."""

import hashlib
from typing import Any

from tests.support.chat_server import ChatServer, Reply, failure

LENGTH = 32


class EmbeddingServer(ChatServer):
    """Gives each text a vector that adds up its lines; replies of the script come first."""

    def next(self, path: str, headers: dict[str, str], content: dict[str, Any]) -> Reply:
        scripted = super().next(path, headers, content)
        if len(self.requests) <= len(self.script):
            return scripted
        if not path.endswith("/embeddings"):
            return failure(404, "not_found")
        entries = [
            {"object": "embedding", "index": number, "embedding": vector(text)}
            for number, text in enumerate(content["input"])
        ]
        tokens = sum(len(text) // 4 for text in content["input"])
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        # Entries may come in any order, so each says which text it is of.
        return Reply(
            body={"object": "list", "data": entries[::-1], "model": content["model"], "usage": usage},
        )

    @property
    def texts(self) -> list[str]:
        """All texts that it was asked about."""
        return [text for request in self.requests for text in request["input"]]


def vector(text: str) -> list[float]:
    """Return the vector of a text."""
    values = [0.0] * LENGTH
    for line in text.splitlines():
        digest = hashlib.sha256(line.encode()).digest()
        for place in range(4):
            values[digest[place] % LENGTH] += 1.0
    return values
