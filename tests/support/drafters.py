"""Stand-ins for models that draft. They see a request and nothing else: its messages and its response schema.

None of the agent's code is used here. What they know of kinds, fields and form they read from the text, sentence by
sentence, as somebody would who has never seen the agent.
"""

import json
import re
from typing import Any

Request = Any
Definition = dict[str, Any]

_KIND = re.compile(r"^(\w+)( \(workload\))?: (.*)$", re.MULTILINE)
_CONDITION = re.compile(r"\bIf (it .*?)\.(?= |$)")
#: A finding: its code, where it is, what is wrong, and the remedy.
_MISTAKE = re.compile(r"^  (draft-[a-z-]+)(?: (\S+))?: .*?; (.*)$", re.MULTILINE)


def text_of(request: Request, role: str) -> str:
    """Return what a role says in a request."""
    return "\n".join(message["content"] for message in request.messages if message["role"] == role)


def definition_in(user: str) -> tuple[str, Definition]:
    """Return the line of the user message that is the definition, as text and as data."""
    line = next(line for line in user.splitlines() if line.startswith('{"') and '"container_image"' in line)
    return line, json.loads(line)


def section(system: str, title: str) -> str:
    """Return what stands under a heading."""
    return re.split(r"^# ", system.split(f"# {title}", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def holds(condition: str, line: str, definition: Definition) -> bool:
    """Tell whether a condition of the text is true of a definition: ``it has "claims" and no "job"``."""
    for clause in re.split(r"\band\b", condition):
        wanted = re.findall(r'"(\w+)"', re.sub(r"\{.*?\}", "", clause))
        literal = re.search(r"\{.*?\}", clause)
        true = literal[0] in line if literal else any(definition.get(name) for name in wanted)
        if true is bool(re.search(r"\bno\b", clause)):
            return False
    return True


def called_for(text: str, line: str, definition: Definition) -> bool:
    """Tell whether what is said of a kind calls for it."""
    found = _CONDITION.search(text)
    return bool(found) and any(holds(part, line, definition) for part in re.split(r", or if ", found[1]))


def drafted(request: Request) -> dict[str, Any]:
    """Draft what the text of a request calls for, in the form that text and schema give."""
    system, user = text_of(request, "system"), text_of(request, "user")
    line, definition = definition_in(user)
    schema = request.settings["response_format"]["json_schema"]["schema"]
    allowed = schema["$defs"]["DraftObject"]["properties"]["kind"]["enum"]
    kinds = [found.groups() for found in _KIND.finditer(section(system, "Kinds")) if found[1] in allowed]
    workloads = [name for name, workload, _ in kinds if workload]
    fitting = [name for name, workload, text in kinds if workload and called_for(text, line, definition)]
    otherwise = [name for name, _, text in kinds if "If no other workload is called for." in text]
    chosen = [*fitting, *otherwise, *workloads][0]
    beside = [name for name, workload, text in kinds if not workload and called_for(text, line, definition)]
    objects = [{"kind": name, "spec": []} for name in (chosen, *beside)]
    given: dict[str, Any] = {"cannot": None, "objects": objects}
    return {name: given[name] for name in schema["required"]}


def follows_the_rules(request: Request) -> str:
    """Answer as a capable model would: what the text allows, in its form."""
    return json.dumps(drafted(request))


def sloppy(request: Request) -> str:
    """Answer as a model would that follows the text half-heartedly.

    The first answer stands in a fence among prose and has a mistake more: fields that are filled in, words instead of
    null, keys that are left out, kinds that are not allowed. A repair mends the first three findings that it is told,
    each as its remedy says, and leaves the rest for the next round.
    """
    user = text_of(request, "user")
    if "Attempts left" not in user:
        careless = json.dumps(_careless(drafted(request), len(user)))
        return f"Sure! Here is the draft:\n```json\n{careless}\n```\nLet me know if you need more."
    refused = json.loads(user.split("as JSON:\n\n", 1)[1].split("\n", 1)[0])
    if not isinstance(refused, dict):
        return json.dumps(drafted(request))
    told = [(found[2] or "", found[3]) for found in _MISTAKE.finditer(user)]
    return json.dumps(_mended(refused, told[:3]))


def _careless(draft: dict[str, Any], salt: int) -> dict[str, Any]:
    """Return a draft with mistakes; which they are, changes from component to component."""
    first, *others = draft["objects"]
    filled = {**first, "spec": [{"path": "replicas", "value": 2}, {"path": "limits.nvidia.com/gpu", "value": 1}]}
    variants: list[dict[str, Any]] = [
        {"cannot": "N/A", "objects": [filled, *others]},
        {"objects": [{"kind": first["kind"]}, *others]},
        {"cannot": None, "objects": [filled, *others, {"kind": "Ingress", "spec": []}]},
        {"cannot": None, "objects": [*draft["objects"], {"kind": "PodMonitor", "spec": [{"path": "selector.app"}]}]},
        {"cannot": "", "objects": draft["objects"]},
    ]
    return variants[salt % len(variants)]


def _mended(draft: dict[str, Any], told: list[tuple[str, str]]) -> dict[str, Any]:
    """Do what each remedy says at the place of its finding."""
    gone: set[tuple[int, int]] = set()
    for place, remedy in told:
        indices = [int(index) for index in re.findall(r"\[(\d+)\]", place)]
        if place == "cannot":
            draft = {**draft, "cannot": None}
        elif remedy.startswith("Leave ") and indices:
            gone.add((indices[0], indices[1] if len(indices) > 1 else -1))
    objects = [
        {**item, "spec": [field for number, field in enumerate(item["spec"]) if (index, number) not in gone]}
        for index, item in enumerate(draft["objects"])
        if (index, -1) not in gone
    ]
    return {**draft, "objects": objects}
