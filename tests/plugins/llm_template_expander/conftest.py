from pathlib import Path

import pytest

from tests.support.drafting import Workshop


@pytest.fixture(scope="session")
def shared_workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """One agent for tests that leave nothing behind; wiring takes a while."""
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """An agent with a workspace of its own."""
    return Workshop(tmp_path)
