from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.drafting import Workshop
from tests.support.rehearsals import remembered


@pytest.fixture(scope="module")
def shared_workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """One agent for tests that leave nothing behind; wiring takes a while, and so do rehearsals of one bundle."""
    with remembered():
        yield Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """An agent with a workspace of its own."""
    return Workshop(tmp_path)
