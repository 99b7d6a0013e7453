import pytest

from agent.bootstrap import build_library
from foundation.catalog.library import TemplateLibrary
from tests.support.generation import settings_in


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> TemplateLibrary:
    """The built-in templates."""
    return build_library(settings_in(tmp_path_factory.mktemp("state")))
