from collections.abc import Callable
from pathlib import Path

import pytest

from memory.backend import Backend
from memory.sqlite.backend import SqliteBackend

#: Makes a backend; all that are made in a test keep their rows in one place.
Opens = Callable[[], Backend]


@pytest.fixture(params=["sqlite"])
def opened(request: pytest.FixtureRequest) -> Opens:
    """What every backend has to keep to is tried with each of them."""
    opens: Opens = request.getfixturevalue(f"{request.param}_opened")
    return opens


@pytest.fixture
def backend(opened: Opens) -> Backend:
    return opened()


@pytest.fixture
def sqlite_opened(tmp_path: Path) -> Opens:
    return lambda: SqliteBackend(tmp_path / "state" / "memory.sqlite")

