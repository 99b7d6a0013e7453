"""`tokens`: made, listed, revoked."""

import json
import re
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent.use_cases.tokens.creating import CreateTokenCommand, create_token
from agent.use_cases.tokens.file import TokenFile
from foundation.model.access import NotSignedInError, Principal
from foundation.model.errors import AgentError, InputError
from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
NOW = "2026-11-27T12:00:00Z"


@pytest.fixture
def file(workspace: Path) -> TokenFile:
    return TokenFile(workspace.parent / "state" / "tokens.json")


def make(file: TokenFile, name: str = "Ann", expires: str | None = None) -> str:
    asked = CreateTokenCommand(name=name, role="operator", tenants=["acme"], expires=expires)
    return create_token(asked, tokens=file, now=lambda: NOW).token


def refusal(file: TokenFile, token: str, now: str = NOW) -> str:
    with pytest.raises(NotSignedInError) as caught:
        file.principal(token, now)
    return caught.value.problems[0].code


def test_a_token_is_shown_once_and_only_its_hash_is_kept(program: Program, file: TokenFile) -> None:
    made = program("tokens", "create", "Ann", "--role", "operator", "-t", "b", "-t", "a", "--expires", "90d")
    token = made.out.strip()
    assert made.code == 0
    assert re.fullmatch(r"iea_[0-9a-f]{12}_[\w-]{43}", token)
    assert "Ann is operator for a,b, expires " in made.err
    kept = file.path.read_text()
    assert not [part for part in (token, token.split("_", 2)[2]) if part in kept + made.err]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert file.principal(token, "2026-11-27T12:00:00Z") == Principal(
        name="Ann", roles=frozenset({"operator"}), tenants=frozenset({"a", "b"}), source="token"
    )


def test_tokens_are_listed_without_what_they_are(program: Program) -> None:
    assert program("tokens", "list").out == "no tokens\n"
    first = program("tokens", "create", "Ann", "--role", "reader", "--all-tenants").out.strip()
    second = json.loads(program("tokens", "create", "Bot", "--role", "approver", "-t", "acme", "--json").out)
    assert second["token"].startswith(f"iea_{second['id']}_")
    told = json.loads(program("tokens", "list", "--json").out)
    assert [(one["name"], one["role"], one["tenants"], one["expires_at"]) for one in told] == [
        ("Ann", "reader", ["*"], None),
        ("Bot", "approver", ["acme"], None),
    ]
    listed = program("tokens", "list").out
    assert "every tenant  never expires  Ann" in listed
    for secret in (first.split("_", 2)[2], second["token"].split("_", 2)[2]):
        assert secret not in listed + json.dumps(told)


def test_a_revoked_token_is_worth_nothing_at_once(program: Program, file: TokenFile) -> None:
    token = make(file)
    assert file.principal(token, NOW).name == "Ann"
    gone = program("tokens", "revoke", "Ann")
    assert (gone.code, gone.out) == (0, f"{token.split('_')[1]} of Ann (operator for acme) is revoked\n")
    assert refusal(file, token) == "token-unknown"
    again = program("tokens", "revoke", "Ann")
    assert (again.code, "token-not-found" in again.err) == (2, True)


def test_whoever_has_several_tokens_loses_the_one_that_is_named(program: Program, file: TokenFile) -> None:
    tokens = [make(file), make(file)]
    several = program("tokens", "revoke", "Ann")
    assert (several.code, tokens[0].split("_")[1] in several.err) == (2, True)
    assert program("tokens", "revoke", tokens[0].split("_")[1]).code == 0
    assert refusal(file, tokens[0]) == "token-unknown"
    assert file.principal(tokens[1], NOW).name == "Ann"


def test_a_token_expires(file: TokenFile) -> None:
    token = make(file, expires="12h")
    assert file.principal(token, "2026-11-27T23:59:59Z").name == "Ann"
    assert refusal(file, token, "2026-11-28T00:00:00Z") == "token-expired"


def test_what_is_nearly_a_token_is_none(file: TokenFile) -> None:
    token = make(file)
    other = make(file, "Bot")
    mixed = "_".join([*token.split("_")[:2], other.split("_", 2)[2]])
    for wrong in ("", "iea_", token[:-1], token + "x", token.upper(), mixed, "iea_" + "0" * 12 + "_x", "ü\ud800"):
        assert refusal(file, wrong) == "token-unknown"


def test_every_mistake_of_a_command_is_told_at_once(program: Program, file: TokenFile) -> None:
    wrong = program(
        "tokens", "create", "a\nb", "--role", "reader", "-t", "No Tenant", "-t", "../x", "--expires", "soon"
    )
    assert wrong.code == 2
    assert re.findall(r"^error (\S+)", wrong.err, re.MULTILINE) == ["wrong-token-owner"] * 3 + ["wrong-expiry"]
    assert program("tokens", "create", "Ann", "--role", "reader").code == 2
    assert program("tokens", "create", "Ann", "--role", "admin", "-t", "acme").code == 2
    assert not file.there


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12h", "2026-11-28T00:00:00Z"),
        ("90d", "2027-02-25T12:00:00Z"),
        ("4w", "2026-12-25T12:00:00Z"),
        ("2027-01-31", "2027-01-31T00:00:00Z"),
        ("2027-01-31T10:00:00+02:00", "2027-01-31T08:00:00Z"),
        (None, None),
    ],
)
def test_when_a_token_expires(text: str | None, moment: str | None, file: TokenFile) -> None:
    make(file, expires=text)
    assert file.records()[0].expires_at == moment


@pytest.mark.parametrize("text", ["", "0h", "999999w", "-1d", "2026-11-27", "9999-12-31T23:59:59-12:00", "1y"])
def test_what_is_no_expiry(text: str, file: TokenFile) -> None:
    with pytest.raises(InputError) as caught:
        make(file, expires=text)
    assert caught.value.problems[0].code == "wrong-expiry"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"tokens": [{"id": "x"}]}', b"\xff", b"{" * 10_000])
def test_a_broken_file_lets_nobody_in(content: bytes, file: TokenFile, program: Program) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    with pytest.raises(AgentError) as caught:
        file.principal("iea_x_y", NOW)
    assert caught.value.problems[0].code == "token-file-wrong"
    assert program("tokens", "list").code == 2
    assert program("tokens", "create", "Ann", "--role", "reader", "-t", "acme").code == 2
    assert file.path.read_bytes() == content


def test_tokens_made_at_the_same_time_are_all_kept(file: TokenFile) -> None:
    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda number: make(TokenFile(file.path), f"bot-{number}"), range(24)))
    assert sorted(file.principal(token, NOW).name for token in tokens) == sorted(f"bot-{n}" for n in range(24))
