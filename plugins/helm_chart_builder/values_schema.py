"""values.schema.json of a chart: what its sections can be, and the Kubernetes shapes that they refer to.

The schemas of all sections are data beside this module, which ``scripts/regenerate_docs.py`` writes from the model: to
make them takes longer than the rest of a chart.
"""

import json
from collections import Counter
from functools import cache, lru_cache
from json.encoder import encode_basestring_ascii as _quoted
from pathlib import Path
from typing import Any

from foundation.model.bundle.groups.keda import ONLY_SCALED_JOB, ONLY_SCALED_OBJECT, Keda
from foundation.model.chart.chart import ChartFile
from foundation.model.chart.shapes import FOREIGN_TO_UPDATES, WORKLOAD_FIELDS
from foundation.model.expressions import expression

#: The schemas, relative to the folder of the project's packages.
SECTIONS = "plugins/helm_chart_builder/sections.schema.json"
DEFINITIONS = "definitions"
#: Kinds of workload whose pods end.
_JOBS = frozenset({"Job", "CronJob", "ScaledJob"})
PREFIX = f"#/{DEFINITIONS}/"

_REFERENCE = expression(f'"\\$ref": "{PREFIX}([^"]+)"')
#: Characters of what stands in one line.
_LINE = 100
JsonSchema = dict[str, Any]


@lru_cache(maxsize=16)
def values_schema(sections: frozenset[str], workload: str) -> ChartFile:
    """Return values.schema.json.

    Helm compiles it anew for each render, and takes ten microseconds for each schema in it. So it has what the chart
    can have and no more, and what is referred to once stands where it is referred to. Draft 7 knows definitions by
    this word alone: under another one Helm would compile them once for each reference.

    Args:
        sections: the sections of the values that the chart has.
        workload: kind of its workload.
    """
    whole = _section_schemas()
    held = {name: value for name, value in whole["properties"].items() if name in sections}
    definitions = dict(whole[DEFINITIONS])
    for name, foreign in _foreign(workload).items():
        for place in (held, definitions):
            if name in place:
                place[name] = _without(place[name], foreign)
    definitions["Keda"] = _keda(definitions["Keda"], workload)
    times = _times_reached(held, definitions)
    once = {name: definitions[name] for name, number in times.items() if number == 1}
    often = {name: definitions[name] for name in sorted(times.keys() - once.keys())}
    content = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        # Helm hands every chart a `global` section when it is a dependency of another one.
        "properties": {**_filled_in(held, once), "global": {"type": "object"}},
        "required": sorted(held),
        "additionalProperties": False,
        DEFINITIONS: _filled_in(often, once),
    }
    return ChartFile(path="values.schema.json", text=_laid_out(content) + "\n")


@cache
def _section_schemas() -> JsonSchema:
    found: JsonSchema = json.loads((Path(__file__).parent / Path(SECTIONS).name).read_text(encoding="utf-8"))
    return found


def _foreign(workload: str) -> dict[str, frozenset[str]]:
    """Return fields that only other kinds of workload have, by section or definition."""
    others = {field for fields in WORKLOAD_FIELDS.values() for field in fields} - {*WORKLOAD_FIELDS.get(workload, {})}
    deadline = frozenset() if workload in _JOBS else frozenset({"activeDeadlineSeconds"})
    updates = frozenset({FOREIGN_TO_UPDATES[workload]}) if workload in FOREIGN_TO_UPDATES else frozenset()
    return {"workloadSpec": frozenset(others), "podSpec": deadline, "RollingUpdate": updates}


def _keda(schema: JsonSchema, workload: str) -> JsonSchema:
    """Leave out what only the other one of KEDA's two objects has."""
    foreign = ONLY_SCALED_OBJECT if workload == "ScaledJob" else ONLY_SCALED_JOB
    names = frozenset(str(Keda.model_fields[name].alias or name) for name in foreign)
    return {**schema, "properties": {**schema["properties"], "spec": _without(schema["properties"]["spec"], names)}}


def _without(schema: JsonSchema, fields: frozenset[str]) -> JsonSchema:
    """Leave out fields, which are described by themselves or together."""
    found = {**schema, "properties": {name: each for name, each in schema["properties"].items() if name not in fields}}
    for form, each in schema.get("patternProperties", {}).items():
        left = [name for name in form[2:-2].split("|") if name not in fields]
        found["patternProperties"] = {f"^({'|'.join(left)})$": each}
    return found


def _times_reached(sections: JsonSchema, definitions: JsonSchema) -> Counter[str]:
    """Count how often each definition is referred to, in the sections and in what they refer to."""
    found = Counter(_references(sections))
    ahead = list(found)
    while ahead:
        inner = Counter(_references(definitions[ahead.pop()]))
        ahead += inner.keys() - found.keys()
        found += inner
    return found


def _references(schema: JsonSchema) -> list[str]:
    return _REFERENCE.findall(json.dumps(schema))


def _filled_in(schema: Any, definitions: JsonSchema) -> Any:
    """Return a schema with these definitions where they are referred to."""
    if isinstance(schema, list):
        return [_filled_in(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    words = {word: value for word, value in schema.items() if word not in ("$ref", "allOf")}
    [reference] = [each.get("$ref", "") for each in [schema, *schema.get("allOf", [])][-1:]]
    name = reference.removeprefix(PREFIX)
    if name in definitions:
        return {**_filled_in(definitions[name], definitions), **words}
    return {word: _filled_in(value, definitions) for word, value in schema.items()}


def _laid_out(value: Any, edge: str = "\n") -> str:
    """Return JSON in which what is short stands in one line, so that people find their way in it.

    Args:
        value: plain data.
        edge: end of a line with the indent of the next.
    """
    inner = edge + "  "
    if isinstance(value, dict):
        parts = [f"{_quoted(name)}: {_laid_out(each, inner)}" for name, each in value.items()]
        opening, closing = "{", "}"
    elif isinstance(value, list):
        parts = [_laid_out(each, inner) for each in value]
        opening, closing = "[", "]"
    else:
        return _quoted(value) if isinstance(value, str) else json.dumps(value)
    line = ", ".join(parts)
    if len(line) <= _LINE and "\n" not in line:
        return opening + line + closing
    return opening + inner + f",{inner}".join(parts) + edge + closing
