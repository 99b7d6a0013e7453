"""No code without an explanation: what the program makes in any test is held against the registry."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from foundation.catalog.codes import read_codes
from plugins.k8s_validator.rules.checks import CHECKS


@contextmanager
def only_known_codes(*carriers: type) -> Iterator[None]:
    """Refuse what has a code that nothing explains; also where a test does not look at it.

    Args:
        carriers: classes whose objects are looked at.
    """
    known = {*CHECKS, *(code for group in read_codes().values() for code in group)}
    unknown: set[str] = set()

    def checked(made: Callable[..., None]) -> Callable[..., None]:
        def init(self: Any, **values: Any) -> None:
            made(self, **values)
            if self.code not in known:
                unknown.add(self.code)
                raise AssertionError(f"nothing in foundation/catalog/codes explains the code {self.code!r}")

        return init

    with pytest.MonkeyPatch.context() as patch:
        for carrier in carriers:
            patch.setattr(carrier, "__init__", checked(carrier.__init__))
        yield
    assert not unknown, f"codes that nothing explains: {', '.join(sorted(unknown))}"
