from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import InputError
from plugins.overlay_merge.merge import merge_component


@pytest.fixture
def problems(library: TemplateLibrary, bundle_of: Callable[..., Bundle]) -> Callable[..., list[tuple[str, str | None]]]:
    def find(fields: dict[str, Any] | None = None, **component: Any) -> list[tuple[str, str | None]]:
        bundle = bundle_of(fields, **component)
        try:
            merge_component(bundle, library.load(bundle.component.type, None), ["dev", "prod"])
        except InputError as error:
            return [(problem.code, problem.path) for problem in error.problems if problem.message and problem.remedy]
        return []

    return find


@pytest.fixture
def merged(library: TemplateLibrary) -> Callable[..., EffectiveComponent]:
    """Merge a bundle: ``merged(bundle, "dev")`` for one environment, ``merged(bundle)`` for those of the bundle."""

    def merge(bundle: Bundle, *environments: str) -> EffectiveComponent:
        return merge_component(bundle, library.load(bundle.component.type, None), list(environments))

    return merge
