"""A request and its answers, kept in a file that people can read."""

import hashlib
import json
from typing import Any, Literal

from pydantic import Field

from foundation.language_model.chat_request import ChatRequest
from foundation.model.base import FrozenModel
from foundation.model.conversation import Answer, ModelIdentity


class Subject(FrozenModel):
    """What a request is made for.

    Attributes:
        prompt: name of the prompt.
        version: its version.
        case: name of the data set's case, or of whatever else asks.
        tried: prompts of the system message that were tried instead of the prompt's own.
    """

    prompt: str
    version: int = Field(ge=1)
    case: str
    tried: str | None = None


class Fingerprint(FrozenModel):
    """A long part of a request, by name and digest."""

    name: str
    sha256: str


class RecordedRequest(FrozenModel):
    """A request as it is kept: schemas are long and repeat themselves, so only their digests are."""

    model: str
    base_url: str
    messages: list[dict[str, Any]]
    settings: dict[str, Any] = {}
    response_schema: Fingerprint | None = None
    tools: list[Fingerprint] = []
    tool_choice: str | None = None

    @property
    def key(self) -> str:
        """Return the hexadecimal SHA-256 of all of it, whatever the order of keys."""
        return _digest(self.model_dump(mode="json"))


class Take(FrozenModel):
    """One answer to the request, and how long it took."""

    answer: Answer
    seconds: float = Field(ge=0)


class Recording(FrozenModel):
    """One request with its answers.

    Attributes:
        made_by: ``stand-in`` where no model could be asked and a script answered.
        note: what a reader should know of it.
        provider: who serves the model.
        subject: what it was made for.
        request: the request; its key finds the recording.
        takes: answers in the order in which they came; a repeated request gets the next one.
    """

    made_by: Literal["model", "stand-in"]
    note: str | None = None
    provider: str
    subject: Subject
    request: RecordedRequest
    takes: list[Take] = Field(min_length=1)

    @property
    def identity(self) -> ModelIdentity:
        """Return the model that answered."""
        return ModelIdentity(provider=self.provider, model=self.request.model, base_url=self.request.base_url)


def recorded(request: ChatRequest) -> RecordedRequest:
    """Return a request in the form in which it is kept."""
    settings = dict(request.settings)
    response_format = settings.pop("response_format", None)
    return RecordedRequest(
        model=request.model,
        base_url=request.base_url,
        messages=request.messages,
        settings=settings,
        response_schema=_fingerprint(_schema_name(response_format), response_format) if response_format else None,
        tools=[_fingerprint(str(tool.get("function", {}).get("name", "")), tool) for tool in request.tools],
        tool_choice=request.tool_choice,
    )


def _schema_name(response_format: dict[str, Any]) -> str:
    return str(response_format.get("json_schema", {}).get("name") or response_format.get("type", ""))


def _fingerprint(name: str, content: Any) -> Fingerprint:
    return Fingerprint(name=name, sha256=_digest(content))


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
