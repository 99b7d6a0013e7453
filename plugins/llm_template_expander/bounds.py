"""Values of a draft that Kubernetes takes and nobody wants: an hour to end, a terabyte of memory, claims that go."""

import re
from collections.abc import Iterator
from decimal import Decimal

from foundation.model.drafts.draft import Draft
from foundation.model.drafts.policy import Bounds, DraftPolicy
from foundation.model.findings import Finding
from plugins.llm_template_expander.findings import finding

_NUMBER = re.compile(r"([0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?")
_DURATION = re.compile(r"(?:[0-9]{1,9}(?:ms|[smhdwy]))+")
_PART = re.compile(r"([0-9]+)(ms|[smhdwy])")
_SECONDS = {"ms": Decimal("0.001"), "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600), "d": Decimal(86_400)}
_SECONDS |= {"w": Decimal(604_800), "y": Decimal(31_536_000)}
_FACTORS = {name: Decimal(1000) ** power for power, name in enumerate("kMGTPE", 1)}
_FACTORS |= {f"{name}i": Decimal(1024) ** power for power, name in enumerate("KMGTPE", 1)}
_FACTORS |= {"m": Decimal("0.001"), "": Decimal(1)}


def bound_findings(draft: Draft, policy: DraftPolicy) -> Iterator[Finding]:
    """Yield what is beyond what the policy lets drafts ask for.

    Args:
        draft: the draft.
        policy: what it may hold; its bounds go by the last name of a field's path.
    """
    for index, item in enumerate(draft.objects):
        for number, field in enumerate(item.spec):
            name = field.path.rpartition(".")[2].partition("[")[0]
            bounds = policy.bounds.get(name)
            wrong = _wrong(field.value, bounds) if bounds is not None else None
            if wrong is not None:
                place = f"objects[{index}].spec[{number}].value"
                yield finding("draft-value-bounds", f"{name}: {wrong}", "Write such a value, or leave it out.", place)


def _wrong(value: object, bounds: Bounds) -> str | None:
    if bounds.only:
        return None if value in bounds.only else f"only {' or '.join(bounds.only)} may be drafted"
    read = _seconds if _DURATION.fullmatch(str(bounds.most)) else _number
    amount = read(value)
    if amount is None:
        return None  # the setting says what form it has
    if bounds.least is not None and amount < (read(bounds.least) or 0):
        return f"{value} is less than {bounds.least}"
    if bounds.most is not None and amount > (read(bounds.most) or 0):
        return f"{value} is more than {bounds.most}"
    return None


def _seconds(value: object) -> Decimal | None:
    if not isinstance(value, str) or _DURATION.fullmatch(value) is None:
        return None
    return sum((int(count) * _SECONDS[unit] for count, unit in _PART.findall(value)), Decimal(0))


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    number = _NUMBER.fullmatch(str(value))
    return Decimal(number[1]) * _FACTORS[number[2] or ""] if number is not None else None
