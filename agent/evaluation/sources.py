"""Where answers come from: recordings, or a model that is recorded on the way."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase

from foundation.language_model.model import LanguageModel
from foundation.language_model.recording import Subject
from foundation.language_model.replay import RecordingChat, ReplayChat
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import ModelIdentity


@dataclass(frozen=True)
class Session:
    """A model for one case.

    Attributes:
        model: whom to ask.
        seconds: returns the seconds that the model has taken so far, from any beginning.
    """

    model: LanguageModel
    seconds: Callable[[], float]


class ModelSource(Protocol):
    """Opens a session for each case."""

    def session(self, identity: ModelIdentity, subject: Subject) -> Session:
        """Return the model for a case; its repetitions share the session."""


@dataclass(frozen=True)
class Recordings:
    """Answers from recordings alone.

    Attributes:
        store: the recordings.
    """

    store: RecordingStore

    def session(self, identity: ModelIdentity, subject: Subject) -> Session:
        """Replay what was recorded for a case."""
        chat = ReplayChat(self.store, identity, subject)
        return Session(LanguageModel(chat, identity), lambda: chat.seconds)


@dataclass(frozen=True)
class LiveModels:
    """Asks models and keeps nothing.

    Attributes:
        connect: returns the service of a model.
    """

    connect: Callable[[ModelIdentity], ChatCompletionClientBase]

    def session(self, identity: ModelIdentity, subject: Subject) -> Session:
        """Ask the model itself."""
        return Session(LanguageModel(self.connect(identity), identity), time.perf_counter)


@dataclass(frozen=True)
class Recorder:
    """Asks models and keeps what they answer.

    Attributes:
        store: where recordings go.
        connect: returns the service of a model for a case.
        mode: whether requests that have a recording are made again.
        made_by: ``stand-in`` if no model answers.
        note: what a reader of the recordings should know.
        clock: returns seconds.
        opened: the recorders of this run, each with what it recorded.
    """

    store: RecordingStore
    connect: Callable[[ModelIdentity, Subject], ChatCompletionClientBase]
    mode: Literal["missing", "rewrite"] = "missing"
    made_by: Literal["model", "stand-in"] = "model"
    note: str | None = None
    clock: Callable[[], float] = time.perf_counter
    opened: list[tuple[Subject, RecordingChat]] = field(default_factory=list)

    def session(self, identity: ModelIdentity, subject: Subject) -> Session:
        """Ask the model through a recorder."""
        chat = RecordingChat(
            self.connect(identity, subject),
            identity,
            store=self.store,
            subject=subject,
            made_by=self.made_by,
            note=self.note,
            mode=self.mode,
            clock=self.clock,
        )
        self.opened.append((subject, chat))
        return Session(LanguageModel(chat, identity), self.clock)

    def prune(self) -> int:
        """Delete recordings of the cases of this run that nothing asked for, and return how many."""
        asked = {(subject, chat.identity.model): chat.keys for subject, chat in self.opened}
        stale = [
            recording
            for recording in self.store.all()
            if recording.request.key
            not in asked.get((recording.subject, recording.request.model), {recording.request.key})
        ]
        for recording in stale:
            self.store.remove(recording)
        return len(stale)
