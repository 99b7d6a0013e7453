"""A run can be replayed: recordings give the same draft, and the draft the same bytes, in any folder."""

import json
from pathlib import Path

from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase

from agent.bootstrap import build_draft_locks
from foundation.language_model.recording import Subject
from foundation.language_model.replay import RecordingChat, ReplayChat
from foundation.language_model.scripted import STAND_IN, ScriptedChat
from foundation.language_model.store import RecordingStore
from plugins.llm_template_expander.decisions import decide
from tests.support.drafting import GOOD, Workshop, codes, draft

SUBJECT = Subject(prompt="expansion", version=1, case="embedding-server")
#: A first answer that has to be mended, and the mended one.
SCRIPT = [draft(("Deployment", {"replicas": 5})), json.dumps(GOOD)]


def generated(folder: Path, chat: ChatCompletionClientBase) -> tuple[str, str]:
    """Draft, approve and generate in a folder; return the lock file's text and the digest of all files."""
    workshop = Workshop(folder)
    assert codes(workshop.ask(chat)) == {"draft-pending"}
    (name,) = workshop.locks
    text = (workshop.drafts / f"{name}.yaml").read_text()
    decide(build_draft_locks(workshop.agent.settings), name, "approved", "alice", None)
    result = workshop.generate([])
    assert result.artifacts is not None, result.problems
    return text, result.artifacts.digest


def test_a_replayed_run_gives_the_same_draft_and_the_same_digest(tmp_path: Path) -> None:
    store = RecordingStore(tmp_path / "recordings")
    live = RecordingChat(ScriptedChat(SCRIPT), STAND_IN, store=store, subject=SUBJECT, made_by="stand-in")
    first = generated(tmp_path / "live", live)
    assert len(store.all()) == 2
    assert generated(tmp_path / "replayed", ReplayChat(store, STAND_IN, SUBJECT)) == first
    assert generated(tmp_path / "again", ReplayChat(store, STAND_IN, SUBJECT)) == first
