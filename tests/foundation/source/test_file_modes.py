"""Modes of files are octal where they look so, as kubectl reads them."""

import pytest

from foundation.model.errors import InputError
from foundation.source.bundle import read_bundles

HEAD = """\
trace_id: t
component:
  name: A
  type: microservice
  transport: http
  container_image: a/b:1
  volumes:
"""


def mode_of(written: str) -> int | None:
    text = f"{HEAD}    - {{name: v, configMap: {{name: c, defaultMode: {written}}}}}\n"
    (volume,) = read_bundles(text.encode(), "bundle.yaml")[0].bundle.component.volumes or []
    assert volume.config_map is not None
    return volume.config_map.default_mode


@pytest.mark.parametrize(
    ("written", "mode"),
    [("0440", 0o440), ("0o440", 0o440), ('"0644"', 0o644), ("0", 0), ("00", 0), ("420", 420), ("0777", 0o777)],
)
def test_a_mode_is_read_as_kubectl_reads_it(written: str, mode: int) -> None:
    assert mode_of(written) == mode


@pytest.mark.parametrize("written", ["0888", "01777", "rw", "-1", "512"])
def test_what_is_no_mode_is_refused_where_it_stands(written: str) -> None:
    with pytest.raises(InputError) as caught:
        mode_of(written)
    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (8, "component.volumes[0].configMap.defaultMode")
