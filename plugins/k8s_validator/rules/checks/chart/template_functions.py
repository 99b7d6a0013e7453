"""Templates give the same text each time: no clock, no dice, no network, no cluster."""

import re
from collections.abc import Iterator
from functools import lru_cache

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, SkipCheck
from plugins.k8s_validator.subject.chart_name import without_name
from plugins.k8s_validator.subject.subject import Subject
from plugins.k8s_validator.subject.template_references import actions, code

_FUNCTIONS = (
    "now|ago|date|dateInZone|htmlDate|htmlDateInZone|unixEpoch|randAlpha|randAlphaNum|randNumeric|randAscii|randInt|"
    "randBytes|uuidv4|shuffle|genPrivateKey|genCA|genCAWithKey|genSelfSignedCert|genSelfSignedCertWithKey|"
    "genSignedCert|genSignedCertWithKey|encryptAES|bcrypt|htpasswd|derivePassword|buildCustomCert|lookup|"
    "getHostByName|env|expandenv"
)
_CALL = re.compile(rf"(?<![\w.$])({_FUNCTIONS})(?![\w.])")


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.chart is None:
        raise SkipCheck("there is no chart")
    for path, text in subject.templates.items():
        for name, line in _calls(without_name(text, subject.chart.name)):
            finding = subject.finding(check, f"the function {name} gives something else each time", file=path)
            yield finding.model_copy(update={"line": line})


@lru_cache(maxsize=256)
def _calls(text: str) -> tuple[tuple[str, int], ...]:
    """Return each such function that a template calls, with its line; a template is looked at once."""
    found: list[tuple[str, int]] = []
    line, end = 1, 0
    for start, action in actions(text):
        line += text.count("\n", end, start)
        end = start
        found += [(call[1], line) for call in _CALL.finditer(code(action))]
    return tuple(found)


CHECK = Check(
    code="template-functions",
    severity="error",
    title="Templates use no function whose result depends on time, chance, network or cluster.",
    remedy="Take the value from the bundle or the policy instead.",
    references=("Helm: Template function list",),
    run=_run,
    waivable=False,
)
