"""Comments on pull requests: one for a component, updated, with notes at lines, and nothing of anybody else's."""

from collections.abc import Iterator
from typing import Any

import pytest

from plugins.event_emitter.channels.channel import NotSentError
from plugins.event_emitter.channels.pull_requests import PullRequestChannel
from plugins.event_emitter.cloud_events import CloudEvent
from plugins.event_emitter.pull_requests.comment import comment_of
from plugins.event_emitter.pull_requests.hosts import place_on, pull_request_hosts
from tests.support.pull_request_host import CREDENTIAL, Host, running_host

GITHUB, AZURE = "own/shop/pull/7", "own/shop/_git/shop/pullrequest/7"
PATCH = "@@ -1,3 +1,4 @@\n one\n-two\n+TWO\n+three\n four\n@@ -20 +21,2 @@\n x\n+y\n\\ No newline at end of file"


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as running:
        yield running


def channel(host: Host, kind: str, scope: str = "", credential: str = CREDENTIAL) -> PullRequestChannel:
    (known,) = pull_request_hosts(f"{kind}+http://{credential}@{host.address}{scope}")
    return PullRequestChannel(known)


def annotation(line: int, file: str = "bundle.yaml", code: str = "image-tag") -> dict[str, Any]:
    return {"file": file, "line": line, "code": code, "message": f"wrong at {line}", "remedy": "Mend it."}


def failed(host: Host, path: str, *annotations: dict[str, Any], **changes: Any) -> CloudEvent:
    payload = {
        "event": "InfrastructureGenerationFailed",
        "trace_id": "trace-1",
        "component": "Ping",
        "reason": "r",
        "failure": "policy_violation",
        "errors": [
            {"code": "image-tag", "path": "component.container_image", "message": "not pinned", "remedy": "Tag."}
        ],
        "pull_request": f"https://{host.address}/{path}",
        "annotations": list(annotations),
        "escalate_to": [],
        "timestamp": "2025-05-07T12:00:00Z",
        **changes,
    }
    return CloudEvent(id="e", type="t", time=payload["timestamp"], data=payload)


def generated(host: Host, path: str) -> CloudEvent:
    payload = {
        "event": "TraceLinkValidated",
        "trace_id": "trace-1",
        "component": "Ping",
        "digest": "sha256:1",
        "pull_request": f"https://{host.address}/{path}",
        "timestamp": "2025-05-07T13:00:00Z",
    }
    return CloudEvent(id="e", type="t", time=payload["timestamp"], data=payload)


def test_github_gets_one_comment_which_is_updated(host: Host) -> None:
    own = channel(host, "github")
    own.send(generated(host, GITHUB))
    assert host.comments == []  # nobody wants to hear that all is well, unless it was not
    host.comments = [{"id": number, "body": "looks good"} for number in range(120)]
    own.send(failed(host, GITHUB))
    own.send(failed(host, GITHUB, timestamp="2025-05-07T12:30:00Z"))
    own.send(failed(host, GITHUB, component="Pong"))
    first, second = host.comments[120:]
    assert first["body"].splitlines()[1:] == [
        "**The infrastructure of `Ping` was not generated:** `policy_violation`",
        "",
        "- `image-tag` `component.container_image`: `not pinned` Mend: `Tag.`",
        "",
        "Trace `trace-1`, `2025-05-07T12:30:00Z`",
    ]
    assert "`Pong`" in second["body"]
    own.send(generated(host, GITHUB))
    assert len(host.comments) == 122
    assert host.comments[120]["body"].splitlines()[1:] == [
        "The infrastructure of `Ping` is generated.",
        "",
        "Trace `trace-1`, `sha256:1`, `2025-05-07T13:00:00Z`",
    ]


def test_a_comment_leads_to_the_page_that_shows_more(host: Host) -> None:
    for trace, page in (("t)[x](y", "trace?id=t%29%5Bx%5D%28y"), (None, "runs?component=Ping")):
        comment = comment_of(failed(host, GITHUB, trace_id=trace).data, "https://infra.example.com/")
        assert comment is not None
        assert comment.text.endswith(f", [more](https://infra.example.com/ui/{page})")
    told = comment_of(generated(host, GITHUB).data, "https://infra.example.com")
    assert told is not None
    assert told.text.endswith(", [more](https://infra.example.com/ui/trace?id=trace-1)")


def test_findings_are_review_notes_at_lines_that_the_pull_request_changes_and_each_is_there_once(host: Host) -> None:
    host.files = {"bundle.yaml": PATCH, "picture.png": ""}
    own = channel(host, "github")
    notes = [annotation(line) for line in (1, 2, 4, 5, 22, 23)]
    others = [annotation(2, "/etc/passwd"), annotation(2, "../x"), annotation(2, "other.yaml")]
    own.send(failed(host, GITHUB, *notes, *others))
    own.send(failed(host, GITHUB, *notes, annotation(21)))
    assert [(note["path"], note["line"], note["side"]) for note in host.notes] == [
        ("bundle.yaml", line, "RIGHT") for line in (1, 2, 4, 22, 21)
    ]
    assert host.notes[0]["body"].splitlines()[1:] == ["`image-tag`: `wrong at 1`", "", "Mend: `Mend it.`"]


def test_azure_devops_gets_one_thread_and_threads_at_lines(host: Host) -> None:
    own = channel(host, "azuredevops")
    own.send(generated(host, AZURE))
    assert host.threads == []
    own.send(failed(host, AZURE, annotation(3)))
    own.send(failed(host, AZURE, annotation(3), annotation(9), timestamp="2025-05-07T12:30:00Z"))
    first, *notes = host.threads
    assert "`2025-05-07T12:30:00Z`" in first["comments"][0]["content"]
    assert first["status"] == "active"
    assert [note["threadContext"]["rightFileStart"]["line"] for note in notes] == [3, 9]
    assert notes[0]["threadContext"]["filePath"] == "/bundle.yaml"
    own.send(generated(host, AZURE))
    assert "is generated" in first["comments"][0]["content"]
    assert (first["status"], len(host.threads)) == ("fixed", 3)


@pytest.mark.parametrize(("kind", "path"), [("github", GITHUB), ("azuredevops", AZURE)])
def test_somebody_elses_comment_that_begins_as_ours_stops_nothing(kind: str, path: str, host: Host) -> None:
    own = channel(host, kind)
    own.send(failed(host, path))
    copied = {100, 50}
    host.foreign = copied
    own.send(failed(host, path, timestamp="2025-05-07T12:30:00Z"))
    own.send(failed(host, path, timestamp="2025-05-07T12:40:00Z"))
    assert len(host.comments or host.threads) == 2


@pytest.mark.parametrize(("kind", "path"), [("github", GITHUB), ("azuredevops", AZURE)])
def test_hostile_text_stands_as_code(kind: str, path: str, host: Host) -> None:
    evil = "` <img src=x onerror=1> @everyone [a](javascript:1) \x1b[31m \u202e -->\n\n# big " + "x" * 1_000_000
    error = {"code": evil, "path": evil, "message": evil, "remedy": evil}
    note = {**annotation(1), "message": evil, "remedy": evil, "code": evil}
    host.files = {"bundle.yaml": PATCH}
    sent = failed(host, path, note, component=evil, failure=evil, trace_id=evil, timestamp=evil, errors=[error] * 1_000)
    channel(host, kind).send(sent)
    texts = [one["body"] for one in [*host.comments, *host.notes]]
    texts += [one["comments"][0]["content"] for one in host.threads]
    assert len(texts) == 2
    for text in texts:
        assert len(text) < 50_000
        mark, *lines = text.splitlines()
        assert mark.startswith("<!-- infrastructure-engineer-agent ")
        assert not set("".join(lines)) & set("<>\x1b\u202e")
        assert all(line.count("`") % 2 == 0 for line in lines)
        assert all("img" not in outside for line in lines for outside in line.split("`")[::2])


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.com/own/shop/pull/7",
        "https://{host}/other/shop/pull/7",
        "https://{host}/own/../other/pull/7",
        "https://{host}/own/%2e%2e/pull/7",
        "https://{host}/own/a%2fb/pull/7",
        "https://{host}/own/shop/pull/7/files",
        "https://{host}/own/shop/pull/0",
        "https://{host}/own/shop/issues/7",
        "https://x@{host}/own/shop/pull/7",
        "https://[",
    ],
)
def test_no_token_goes_to_another_host_or_beyond_the_scope(url: str, host: Host) -> None:
    event = failed(host, GITHUB, pull_request=url.format(host=host.address))
    channel(host, "github", "/own").send(event)
    assert host.asked == []


def test_the_public_hosts_have_apis_of_their_own() -> None:
    github, azure = pull_request_hosts("github://t@github.com azuredevops://t@dev.azure.com/own")
    here = place_on(github, "https://github.com/own/shop/pull/7")
    there = place_on(azure, "https://dev.azure.com/own/a%20b/_git/shop/pullrequest/7")
    assert here is not None
    assert there is not None
    assert (here.api, here.number) == ("https://api.github.com/repos/own/shop", 7)
    assert there.api == "https://dev.azure.com/own/a%20b/_apis/git/repositories/shop/pullRequests/7"


@pytest.mark.parametrize(
    ("status", "is_hopeless"), [(401, False), (404, True), (429, False), (500, False), (302, False)]
)
def test_what_is_not_taken_says_so_without_the_token(status: int, is_hopeless: bool, host: Host) -> None:
    host.down = status
    with pytest.raises(NotSentError) as refused:
        channel(host, "github").send(failed(host, GITHUB))
    assert refused.value.hopeless == is_hopeless
    assert CREDENTIAL not in repr(refused.value.problems)


@pytest.mark.parametrize(("kind", "path"), [("github", GITHUB), ("azuredevops", AZURE)])
@pytest.mark.parametrize("answer", [[1], "text", 7, None, {"value": [{"comments": [7]}]}])
def test_an_answer_that_makes_no_sense_is_told(kind: str, path: str, answer: Any, host: Host) -> None:
    host.nonsense = answer
    with pytest.raises(NotSentError, match="its answer is none of such an API") as refused:
        channel(host, kind).send(failed(host, path))
    assert not refused.value.hopeless


def test_a_wrong_token_is_told(host: Host) -> None:
    with pytest.raises(NotSentError, match="401"):
        channel(host, "github", credential="wrong").send(failed(host, GITHUB))


def test_the_name_holds_no_secret(host: Host) -> None:
    assert channel(host, "github", "/own").name == f"pull-requests:github:{host.address}/own"


@pytest.mark.parametrize(
    "text",
    [
        "gitlab://t@h",
        "github://h",
        "github://@h",
        "github+http://t@example.com",
        "github://t@h?x",
        "github://t@h/../x",
        "github://t@h github://u@h",
        "github://t@h:0",
        "github://t@[",
    ],
)
def test_what_is_no_host_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(ValueError, match="Give"):
        pull_request_hosts(text)


def test_what_is_encoded_in_a_host_is_read() -> None:
    (host,) = pull_request_hosts("github+http://a%40b@127.0.0.1:80/own/")
    assert (host.address, host.host, host.scope, host.token) == (
        "http://127.0.0.1:80",
        "127.0.0.1:80",
        "/own",
        "a@b",
    )
