"""Tokens of an identity provider: which are taken, and which are not, whatever they look like."""

import base64
import json
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry

from agent.doors.access import provider as provider_module
from agent.doors.access.claims import ClaimNames
from agent.doors.access.identity_tokens import IdentityTokens
from agent.doors.access.signing_keys import FLOOR_SECONDS, SigningKeys
from foundation.model.access import NotSignedInError, Principal
from foundation.model.errors import AgentError, OutsideError
from tests.support.issuer import AUDIENCE, NOW, Issuer, curve_key, part, running_issuer
from tests.support.key_vault import encoded


@pytest.fixture(scope="module")
def provider() -> Iterator[Issuer]:
    with running_issuer() as running:
        yield running


@pytest.fixture
def issuer(provider: Issuer) -> Issuer:
    """The provider, as it is at first."""
    provider.keys = [FIRST]
    provider.status, provider.configuration, provider.served, provider.pause = 200, {}, None, 0.0
    provider.asked.clear()
    return provider


#: The key that it signs with at first.
FIRST = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})


class Clock:
    """Seconds that a test turns on."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(issuer: Issuer, clock: Clock) -> IdentityTokens:
    return taking(issuer, clock)


def taking(issuer: Issuer, clock: Clock, names: ClaimNames | None = None, address: str = "") -> IdentityTokens:
    keys = SigningKeys(issuer.address, address, clock)
    return IdentityTokens(issuer.address, [AUDIENCE, "second"], keys, names or ClaimNames(), lambda: NOW)


def owner(tokens: IdentityTokens, token: str) -> Principal:
    return anyio.run(tokens.principal, token)


def refusal(tokens: IdentityTokens, token: str) -> str:
    with pytest.raises(NotSignedInError) as caught:
        owner(tokens, token)
    assert not token or token not in str(caught.value)
    return caught.value.problems[0].code


def test_a_good_token_says_whose_it_is(tokens: IdentityTokens, issuer: Issuer) -> None:
    ann = Principal(name="ann", roles=frozenset({"operator"}), tenants=frozenset({"acme"}), source="oidc")
    assert owner(tokens, issuer.token()) == ann
    assert owner(tokens, issuer.token(aud=["other", "second"])) == ann
    assert owner(tokens, issuer.token(header={"typ": None})) == ann
    assert owner(tokens, issuer.token(header={"typ": "JWT", "x5t": "abc", "unheard-of": 1})) == ann
    assert owner(tokens, issuer.token(nbf=None, iat=None)) == ann
    assert issuer.asked == ["/.well-known/openid-configuration", "/keys"], "the keys are kept"


def test_the_key_may_be_on_a_curve_or_named_by_nobody(issuer: Issuer, clock: Clock) -> None:
    issuer.keys = [curve_key("curve")]
    assert (
        owner(taking(issuer, clock, address=f"{issuer.address}/keys"), issuer.token(header={"kid": None})).name == "ann"
    )
    assert issuer.asked == ["/keys"]
    issuer.rotate("second")
    assert refusal(taking(issuer, clock), issuer.token(header={"kid": None})) == "token-untrusted"
    issuer.keys = [RSAKey.generate_key(2048, {"kid": "free"})]
    assert owner(taking(issuer, clock), issuer.token(header={"alg": "PS256"})).name == "ann"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": NOW - 60}, "token-expired"),
        ({"nbf": NOW + 61}, "token-expired"),
        ({"nbf": None, "iat": NOW + 61}, "token-expired"),
        ({"exp": None}, "token-untrusted"),
        ({"exp": "9999999999"}, "token-untrusted"),
        ({"exp": True}, "token-untrusted"),
        ({"exp": 1e300}, "token-untrusted"),
        ({"nbf": [1]}, "token-untrusted"),
        ({"aud": "api://infra-engineer/"}, "token-foreign"),
        ({"aud": ["other"]}, "token-foreign"),
        ({"aud": []}, "token-foreign"),
        ({"aud": None}, "token-foreign"),
        ({"aud": {AUDIENCE: 1}}, "token-foreign"),
        ({"iss": "http://127.0.0.1:1"}, "token-foreign"),
        ({"iss": None}, "token-foreign"),
        ({"sub": None}, "token-nameless"),
        ({"sub": ""}, "token-nameless"),
        ({"sub": "a\nb"}, "token-nameless"),
        ({"sub": {"name": "ann"}}, "token-nameless"),
        ({"sub": "a\0"}, "token-nameless"),
        ({"sub": "ann\u202etoor"}, "token-nameless"),
        ({"sub": "ann\u200b"}, "token-nameless"),
        ({"sub": "\ud800"}, "token-nameless"),
        ({"sub": "a" * 201}, "token-nameless"),
        ({"exp": float("nan")}, "token-untrusted"),
        ({"nbf": float("inf")}, "token-untrusted"),
    ],
)
def test_what_a_token_has_to_say(changes: dict[str, Any], code: str, tokens: IdentityTokens, issuer: Issuer) -> None:
    assert refusal(tokens, issuer.token(**changes)) == code


def test_clocks_may_differ_by_a_minute(tokens: IdentityTokens, issuer: Issuer) -> None:
    assert owner(tokens, issuer.token(exp=NOW - 59)).name == "ann"
    assert owner(tokens, issuer.token(nbf=NOW + 59)).name == "ann"


def forged(issuer: Issuer) -> dict[str, str]:
    """Tokens that somebody else made."""
    good = issuer.token()
    head, body, signature = good.split(".")
    stranger = RSAKey.generate_key(2048, {"kid": "first"})
    public = issuer.keys[0].as_pem(private=False)
    own = part(issuer.claims())
    mine = part({**issuer.claims(), "roles": ["approver"], "tenants": ["*"]})
    return {
        "none": f"{part({'alg': 'none', 'kid': 'first'})}.{own}.",
        "None": f"{part({'alg': 'None', 'kid': 'first'})}.{own}.",
        "none with a signature": f"{part({'alg': 'none'})}.{own}.{signature}",
        "no algorithm": f"{part({'kid': 'first'})}.{own}.{signature}",
        "unsigned": f"{head}.{body}.",
        "other claims": f"{head}.{mine}.{signature}",
        "signed with the public key": hmac_of(issuer, public),
        "signed with its JWK": hmac_of(issuer, json.dumps(issuer.keys[0].as_dict(private=False)).encode()),
        "another key of the same id": issuer.token(key=stranger),
        "a key in the header": issuer.token(key=stranger, header={"jwk": stranger.as_dict(private=False)}),
        "a key elsewhere": issuer.token(key=stranger, header={"jku": f"{issuer.address}/keys", "kid": "first"}),
        "an unknown key id": issuer.token(header={"kid": "second"}),
        "a key id that is a path": issuer.token(header={"kid": "../../../../dev/null"}),
        "another algorithm of the key": issuer.token(header={"alg": "PS256"}, key=without_algorithm(issuer)),
        "a token for something else": issuer.token(header={"typ": "logout+jwt"}),
        "something critical": issuer.token(header={"crit": ["exp"], "exp": 1}),
        "something critical that is known": issuer.token(header={"crit": ["b64"], "b64": True}),
        "nothing critical": issuer.token(header={"crit": []}),
        "a body that is not encoded": issuer.token(header={"b64": False}),
        "a key id that is a query": issuer.token(header={"kid": "' OR 1=1 --"}),
        "key ids": f"{part({'alg': 'RS256', 'kid': ['first']})}.{own}.{signature}",
        "algorithms": f"{part({'alg': ['RS256'], 'kid': 'first'})}.{own}.{signature}",
        "a header that is a list": f"{part(['RS256'])}.{own}.{signature}",
        "a type that is none": f"{part({'alg': 'RS256', 'kid': 'first', 'typ': 7})}.{own}.{signature}",
        "claims that are a list": signed(issuer, part([issuer.claims()])),
        "claims without end": signed(issuer, encoded(b"[" * 9_000)),
        "a token in a token": signed(issuer, encoded(good.encode())),
        "two parts": f"{head}.{body}",
        "four parts": f"{good}.x",
        "no JSON": f"{head}.{part('x')}.{signature}",
        "deep": f"{base64.urlsafe_b64encode(b'[' * 300).decode()}.{body}.{signature}",
        "long": f"{head}.{body}.{'A' * 20_000}",
        "not ASCII": good + "ü",
        "nothing": "",
        "dots": "..",
        "encrypted": "a.b.c.d.e",
    }


def signed(issuer: Issuer, body: str) -> str:
    """Return a token of the issuer's own key that says something else than claims."""
    content = f"{part({'alg': 'RS256', 'kid': 'first'})}.{body}"
    return f"{content}.{encoded(JWSRegistry.algorithms['RS256'].sign(content.encode(), issuer.keys[0]))}"


def hmac_of(issuer: Issuer, secret: bytes) -> str:
    key = OctKey.import_key(base64.urlsafe_b64encode(secret).decode())
    return jwt.encode({"alg": "HS256", "kid": "first"}, issuer.claims(), key, algorithms=["HS256"])


def without_algorithm(issuer: Issuer) -> RSAKey:
    """The issuer's own key, with which it may sign in its own way alone."""
    described = {name: value for name, value in issuer.keys[0].as_dict(private=True).items() if name != "alg"}
    return RSAKey.import_key(described)


def test_what_somebody_else_made_is_refused(tokens: IdentityTokens, issuer: Issuer) -> None:
    said = {name: refusal(tokens, token) for name, token in forged(issuer).items()}
    assert said == dict.fromkeys(said, "token-untrusted")


@pytest.mark.parametrize("name", ["jku", "x5u", "jwk", "x5c"])
def test_no_header_leads_to_a_key(name: str, tokens: IdentityTokens, issuer: Issuer) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "first"})
    own = {"jwk": stranger.as_dict(private=False), "x5c": [encoded(b"a certificate")]}
    header = {name: own.get(name, f"{issuer.address}/evil")}
    assert refusal(tokens, issuer.token(key=stranger, header=header)) == "token-untrusted"
    assert set(issuer.asked) <= {"/.well-known/openid-configuration", "/keys"}


def public(key: Any, **changes: Any) -> dict[str, Any]:
    return {**key.as_dict(private=False), **changes}


with warnings.catch_warnings(action="ignore"):  # the library knows that it is too short
    SHORT = RSAKey.import_key(rsa.generate_private_key(65537, 1024), {"kid": "first"})  # noqa: S505
#: What is served beside or instead of the key, and whether the token that it signed is still taken.
KEYS: dict[str, tuple[list[Any], bool]] = {
    "things that are no keys": (["a", 7, None, [], {}, float("nan"), public(FIRST)], True),
    "a key of odd types": ([public(FIRST, kty=["RSA"]), public(FIRST, n={}), public(FIRST)], True),
    "a key of no curve": ([{"kty": "EC", "crv": "P-999", "x": "a", "y": "b", "kid": "first"}, public(FIRST)], True),
    "a secret": ([{"kty": "oct", "kid": "first", "k": "c2VjcmV0"}, public(FIRST)], True),
    "another key of the same id": ([public(SHORT, kid="first"), public(curve_key("first")), public(FIRST)], False),
    "a key that is not for signatures": ([public(FIRST, use="enc")], False),
    "a key for something else": ([public(FIRST, alg="PS256")], False),
    "a key of an odd id": ([public(FIRST, kid=7)], False),
    "no keys": ([], False),
}


@pytest.mark.parametrize("name", KEYS)
def test_what_is_served_as_a_key_is_one_or_counts_for_nothing(
    name: str, tokens: IdentityTokens, issuer: Issuer
) -> None:
    served, taken = KEYS[name]
    issuer.served = json.dumps({"keys": served}).encode()
    if taken:
        assert owner(tokens, issuer.token()).name == "ann"
    else:
        assert refusal(tokens, issuer.token()) == "token-untrusted"


@pytest.mark.filterwarnings("error")
def test_a_key_that_is_too_short_counts_for_nothing(tokens: IdentityTokens, issuer: Issuer) -> None:
    issuer.served = json.dumps({"keys": [public(SHORT)]}).encode()
    assert refusal(tokens, issuer.token(key=SHORT)) == "token-untrusted"


@pytest.mark.parametrize(
    "served",
    [b"<html>", b"[]", b"{}", b'{"keys": null}', b'{"keys": 7}', b"\xff", b'{"keys":' + b"[" * 50_000, b"9" * 5_000],
)
def test_keys_that_nobody_can_read_are_the_providers_fault(
    served: bytes, tokens: IdentityTokens, issuer: Issuer
) -> None:
    issuer.served = served
    with pytest.raises(OutsideError) as caught:
        owner(tokens, issuer.token())
    assert caught.value.problems[0].code == "signing-keys-unavailable"


def test_a_provider_that_never_comes_to_an_end_holds_nobody_up(
    tokens: IdentityTokens, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_module, "_WHOLE_SECONDS", 0.5)
    issuer.pause = 0.02
    with pytest.raises(OutsideError) as caught:
        owner(tokens, issuer.token())
    assert "TimeoutError" in caught.value.problems[0].message


def test_keys_are_rotated(tokens: IdentityTokens, issuer: Issuer, clock: Clock) -> None:
    old = issuer.token()
    assert owner(tokens, old).name == "ann"
    issuer.rotate("second")
    clock.now += FLOOR_SECONDS
    assert owner(tokens, issuer.token()).name == "ann"
    assert owner(tokens, old).name == "ann"
    assert len(issuer.asked) == 4
    issuer.rotate("third", keep=False)
    clock.now += 901
    assert refusal(tokens, old) == "token-untrusted"
    assert owner(tokens, issuer.token()).name == "ann"


def test_made_up_key_ids_do_not_flood_the_provider(tokens: IdentityTokens, issuer: Issuer, clock: Clock) -> None:
    for number in range(20):
        assert refusal(tokens, issuer.token(header={"kid": f"made-up-{number}"})) == "token-untrusted"
    assert issuer.asked.count("/keys") == 1
    clock.now += FLOOR_SECONDS
    assert refusal(tokens, issuer.token(header={"kid": "made-up"})) == "token-untrusted"
    assert issuer.asked.count("/keys") == 2


def test_many_at_once_fetch_the_keys_once(issuer: Issuer, clock: Clock) -> None:
    tokens = taking(issuer, clock)

    async def ask() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(tokens.principal, issuer.token())

    anyio.run(ask)
    assert issuer.asked.count("/keys") == 1


def down(issuer: Issuer) -> None:
    issuer.status = 503


def elsewhere(issuer: Issuer) -> None:
    issuer.status = 302


def lying(issuer: Issuer) -> None:
    issuer.configuration = {"issuer": "http://127.0.0.1:1"}


def plain(issuer: Issuer) -> None:
    issuer.configuration = {"jwks_uri": "http://example.com/keys"}


def local(issuer: Issuer) -> None:
    issuer.configuration = {"jwks_uri": "file:///etc/passwd"}


def endless(issuer: Issuer) -> None:
    issuer.configuration = {"x": "x" * 600_000}


@pytest.mark.parametrize("break_it", [down, elsewhere, lying, plain, local, endless])
def test_without_keys_it_is_the_provider_that_failed(
    break_it: Callable[[Issuer], None], tokens: IdentityTokens, issuer: Issuer, clock: Clock
) -> None:
    break_it(issuer)
    for _ in range(3):
        with pytest.raises(OutsideError) as caught:
            owner(tokens, issuer.token())
        assert caught.value.problems[0].code == "signing-keys-unavailable"
    assert len(issuer.asked) <= 2, "one that is down is not asked again at once"
    issuer.status, issuer.configuration = 200, {}
    clock.now += FLOOR_SECONDS
    assert owner(tokens, issuer.token()).name == "ann"


def test_keys_count_on_for_a_day_while_the_provider_is_down(
    tokens: IdentityTokens, issuer: Issuer, clock: Clock
) -> None:
    assert owner(tokens, issuer.token()).name == "ann"
    down(issuer)
    clock.now += 86_000
    assert owner(tokens, issuer.token()).name == "ann"
    clock.now += 1000
    with pytest.raises(AgentError):
        owner(tokens, issuer.token())


@pytest.mark.parametrize(
    ("claims", "roles", "tenants"),
    [
        ({}, {"operator"}, {"acme"}),
        ({"roles": None}, set(), {"acme"}),
        ({"roles": "reader approver"}, {"reader", "approver"}, {"acme"}),
        ({"roles": ["Operator", "admin", 7, None, ["approver"]]}, set(), {"acme"}),
        ({"roles": {"approver": True}}, set(), {"acme"}),
        ({"tenants": None}, {"operator"}, set()),
        ({"tenants": ["a", "b"]}, {"operator"}, {"a", "b"}),
        ({"tenants": ["*"]}, {"operator"}, {"*"}),
        ({"tenants": ["a*", "", 1]}, {"operator"}, set()),
        ({"tenants": ["../x", "A B", "\ud800", "x" * 64, "acme/../other", "acme"]}, {"operator"}, {"acme"}),
        ({"tenants": True}, {"operator"}, set()),
    ],
)
def test_roles_and_tenants_are_what_the_token_says_and_no_more(
    claims: dict[str, Any], roles: set[str], tenants: set[str], tokens: IdentityTokens, issuer: Issuer
) -> None:
    found = owner(tokens, issuer.token(**claims))
    assert (found.roles, found.tenants) == (roles, tenants)


def test_claims_may_be_called_otherwise(issuer: Issuer, clock: Clock) -> None:
    names = ClaimNames(
        name="preferred_username",
        roles="realm_access.roles",
        tenants="https://example.com/groups",
        role_words=(("reader", "g-1"), ("approver", "g-2")),
        tenant_words=(("acme", "g-3"), ("*", "g-4")),
    )
    tokens = taking(issuer, clock, names)
    said = {"preferred_username": "ann@example.com", "realm_access": {"roles": ["g-2", "operator"]}}
    found = owner(tokens, issuer.token(**said, **{"https://example.com/groups": ["g-3", "other"]}))
    assert (found.name, found.roles, found.tenants) == ("ann@example.com", {"approver"}, {"acme"})
    assert refusal(tokens, issuer.token()) == "token-nameless"
