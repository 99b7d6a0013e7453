import pytest

from agent.secrets.find import find_secret
from agent.secrets.kinds import SecretKind
from tests.secrets.corpus import HARMLESS, SECRETS


@pytest.mark.parametrize(("name", "text", "kind"), SECRETS)
def test_what_is_a_secret(name: str, text: str, kind: SecretKind) -> None:
    assert find_secret(name, text) is kind


@pytest.mark.parametrize(("name", "text"), HARMLESS)
def test_what_is_none(name: str, text: str) -> None:
    assert find_secret(name, text) is None


def test_every_kind_is_in_the_corpus() -> None:
    assert {kind for _, _, kind in SECRETS} == set(SecretKind)


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(SECRETS) >= 60
    assert len(HARMLESS) >= 60
