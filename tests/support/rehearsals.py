"""Rehearsals that are run once, for tests that give hundreds of answers for one and the same bundle."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agent.execution.rehearsal import Rehearsal
from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from plugins.llm_template_expander.examination import Rehearsed


@contextmanager
def remembered() -> Iterator[None]:
    """Run each rehearsal once: the same templates for the same bundle come to the same end.

    That they do is what the tests of determinism prove. All agents that rehearse meanwhile must have the same settings.
    """
    known: dict[tuple[str, ...], Rehearsed] = {}
    rehearse = Rehearsal.__call__

    async def once(self: Rehearsal, bundle: Bundle, templates: TemplateSet) -> Rehearsed:
        given = (self._policy, self._options, bundle, templates)
        key = tuple(part.model_dump_json() for part in given)
        if key not in known:
            known[key] = await rehearse(self, bundle, templates)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rehearsal, "__call__", once)
        yield
