"""Two recorded versions of a prompt that drafts: text, draft and manifests side by side."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from agent.bootstrap import builtin_prompts
from tests.doors.cli.conftest import Outcome
from tests.evaluation.test_rounds import CASE
from tests.support.chat_server import ChatServer, completion
from tests.support.drafting import draft

OLD = draft(("Deployment", {}), ("Service", {}))
NEW = draft(("Deployment", {"minReadySeconds": 7}), ("Service", {}))
BROKEN = draft(("Deployment", {"template.spec.hostNetwork": True}), ("Service", {}))


def test_diff_follows_a_change_to_the_manifests(
    program: Callable[..., Outcome], workshop: Path, served: Callable[..., ChatServer]
) -> None:
    folder = workshop / "expansion"
    (folder / "evals").mkdir(parents=True)
    shutil.copy(builtin_prompts() / "expansion" / "v1.yaml", folder)
    newer = (folder / "v1.yaml").read_text().replace("\nversion: 1", "\nversion: 2")
    (folder / "v2.yaml").write_text(newer.replace("  Draft the objects", "  Wait seven seconds. Draft the objects"))
    (folder / "evals" / "one.yaml").write_text(CASE)

    served(completion(OLD), completion(BROKEN), completion(NEW))
    for version in ("1", "2"):
        done = program("prompts", "record", "expansion", "--version", version)
        assert done.code == 0, done.out

    done = program("prompts", "diff", "expansion", "1", "2", "--json")
    found = {(entry["part"], entry["name"]): entry["lines"] for entry in json.loads(done.out)}
    assert done.code == 1
    assert [*found] == [
        ("messages", "user"),
        ("draft", "draft"),
        ("manifests", "manifests/dev/deployment.yaml"),
    ]
    assert "+Wait seven seconds. Draft the objects for this component." in found["messages", "user"]
    assert '+          "path": "minReadySeconds",' in found["draft", "draft"]
    assert "+  minReadySeconds: 7" in found["manifests", "manifests/dev/deployment.yaml"]
    assert not any("hostNetwork" in line for lines in found.values() for line in lines)

    shown = program("prompts", "diff", "expansion", "1", "2").out
    assert (
        "manifests: manifests/dev/deployment.yaml  [tile-renderer]\n    --- v1/manifests/dev/deployment.yaml\n" in shown
    )
