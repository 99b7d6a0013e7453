"""What the helpers of every chart refuse is what the patterns that stand here refuse.

Helm compiles a pattern anew each time that a template asks for it, so the helpers do without.
"""

import gzip
import io
import re
import tarfile
from functools import cache
from pathlib import Path

import helm_python as helm
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.generation import ROOT

_NAME = re.compile(r"([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?")
_QUANTITY = re.compile(r"[0-9]+([.][0-9]+)?((m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|e[+]?[0-9]+)?")
_names = st.text("az09-A.é\n", max_size=8) | st.text("ab9-", min_size=60, max_size=66) | st.text(max_size=6)
_quantities = st.from_regex(_QUANTITY, fullmatch=True) | st.text("019.mkKMGiEe+-", min_size=1, max_size=6)


@cache
def _chart(helper: str) -> helm.Chart:
    """A chart whose only template asks one helper."""
    asked = f'{{{{ include "x.{helper}" (dict "section" "name" "name" .Values.given) }}}}'
    files = {
        "Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
        "templates/_helpers.tpl": Path(ROOT, "templates/helm/helpers/v1.tpl").read_text().replace("<CHARTNAME>", "x"),
        "templates/a.yaml": asked if helper != "amount" else '{{ include "x.amount" .Values.given | float64 }}',
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(f"x/{path}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return helm.Chart.load_archive(gzip.compress(packed.getvalue()))


def _said(helper: str, given: str) -> str | None:
    """Return what a helper makes of a value, or nothing if it refuses it."""
    try:
        return _chart(helper).render({"given": given})["x/templates/a.yaml"]
    except helm.HelmRenderError:
        return None


@settings(max_examples=300, deadline=None)
@given(_names)
@example("a" * 63)
@example("a" * 64)
@example("-")
@example("1a")
@example("")
def test_a_name_is_refused_as_its_pattern_says(name: str) -> None:
    fits = _NAME.fullmatch(name) is not None
    assert (_said("checkedName", name) is not None) == fits
    assert (_said("checkedServiceName", name) is not None) == (fits and not re.match("[0-9]", name))


@settings(max_examples=300, deadline=None)
@given(_quantities)
@example("1m2")
@example("m1")
@example("1.5Gi")
@example("1e+3")
@example("1Ki5")
def test_a_quantity_is_refused_as_its_pattern_says(quantity: str) -> None:
    assert (_said("amount", quantity) is not None) == (_QUANTITY.fullmatch(quantity) is not None)


@pytest.mark.parametrize(
    ("quantity", "amount"),
    [
        ("100m", 0.1),
        ("2", 2.0),
        ("1.5", 1.5),
        ("64Mi", 67108864.0),
        ("1.5Gi", 1610612736.0),
        ("1e3", 1e3),
        ("2E", 2e18),
    ],
)
def test_a_quantity_is_a_number(quantity: str, amount: float) -> None:
    assert float(_said("amount", quantity) or "") == amount
