"""Settings of the model that nobody could use are told at once, and never with the key."""

import pytest

from agent.settings import load_settings
from foundation.model.errors import InputError

ADDRESSES = [
    "127.0.0.1:8080",
    "ftp://models.example.com",
    "http://",
    "http:///v1",
    "http://[",
    "http://[::1",
    "http://127.0.0.1:99999/v1",
    "http://127.0.0.1:abc/v1",
    "http://127.0.0.1:0/v1",
    "https://user:HIDDEN@models.example.com/v1",
    "https://models.example.com/v1?api-key=HIDDEN",
    "https://models.example.com/v1#HIDDEN",
    "http://127.0.0.1\\@models.example.com/v1",
    "http://models.exämple.com/v1",
    "http://models.example.com/v1 ",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_nobody_can_call(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_BASE_URL", address)
    with pytest.raises(InputError) as caught:
        load_settings()
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("wrong-setting", "INFRA_ENGINEER_MODEL_BASE_URL")
    assert "HOST[:PORT]" in problem.remedy
    assert "HIDDEN" not in repr(problem)


@pytest.mark.parametrize("address", ["https://name.openai.azure.com", "http://[::1]:8080/v1", "http://localhost/v1/"])
def test_an_address_that_somebody_may_call(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_BASE_URL", address)
    assert load_settings().model_base_url == address


@pytest.mark.parametrize("key", ["sk-HIDDEN\n", " sk-HIDDEN", "sk-HIDDEN é", "sk-HIDDEN\u2011x", "\t"])
def test_a_key_that_no_header_takes(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_API_KEY", key)
    with pytest.raises(InputError) as caught:
        load_settings()
    (problem,) = caught.value.problems
    assert problem.path == "INFRA_ENGINEER_MODEL_API_KEY"
    assert "HIDDEN" not in repr(problem)
