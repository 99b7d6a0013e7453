"""Tests that share what is dear to set up go to one process of pytest-xdist, one after another.

Its own ``loadgroup`` marks tests by changing their ids, which pytest 9.2 no longer lets anybody do, so groups are
read from the files.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling

_GROUP = re.compile(r'xdist_group\("([^"]+)"\)')
_SHARED = 'scope="module"'


class Grouped(LoadGroupScheduling):  # type: ignore[misc]
    """Keeps the tests of a file that names a group together, with those of all other files that name it.

    A file that sets something up for all of its tests is a group by itself: otherwise each process sets it up.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _group(str(self.config.rootpath), nodeid.partition("::")[0]) or nodeid


@cache
def _group(root: str, file: str) -> str | None:
    text = Path(root, file).read_text(encoding="utf-8")
    found = _GROUP.search(text)
    return found[1] if found else file if _SHARED in text else None


def make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Return what hands out the tests; nothing, for another way than ``--dist loadgroup``."""
    return Grouped(config, log) if config.getvalue("dist") == "loadgroup" else None
