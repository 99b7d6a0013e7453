"""Writing a bundle as people would: a natural order, a comment where something needs a word."""

from textwrap import indent
from typing import Any

from agent.importing.draft import Draft
from agent.importing.trace import REQUIRED, missing_fields
from foundation.model.bundle.layer import Layer
from foundation.source.emit import to_yaml
from foundation.source.tree import shown

_FIRST = ("name", "type", "transport", "container_image", "replicas", "ports", "container_ports", "env")
_IDENTITY = ("type", "transport")
_TOP = (*REQUIRED, "agent_origin", "team", "tenant", "namespace", "version")
_BUNDLE_WIDE = ("observability", "security_profile")
_FILL_IN = "# Fill in; the input does not say it, and it is never made up:\n"


def document_of(draft: Draft) -> dict[str, Any]:
    """Return a bundle as plain data, its keys in the order in which they are written."""
    order = [*_FIRST, *(name for name in Layer.model_fields if name not in _FIRST)]
    # The model brings keys into the order in which it declares them, as people write them.
    settings = Layer.model_validate({key: value for key, value in draft.settings.items() if key not in _IDENTITY})
    shaped = settings.model_dump(by_alias=True, exclude_unset=True)
    component = {"name": draft.name, **{key: draft.settings[key] for key in _IDENTITY}, **shaped}
    return {
        **{key: draft.top[key] for key in _TOP if key in draft.top},
        "component": {key: component[key] for key in order if key in component},
        **({"environments": {draft.environment: {}}} if draft.environment else {}),
    }


def written(document: dict[str, Any], draft: Draft, sources: list[str]) -> str:
    """Return the text of a bundle.

    Args:
        document: the bundle as plain data.
        draft: its comments, and what is missing.
        sources: names of the files that it comes from.
    """
    more = f" and {len(sources) - 2} more files" if len(sources) > 3 else ""
    lines = [f"# Imported from {shown(', '.join(sources[:2] if more else sources))}{more}.\n"]
    missing = missing_fields(draft)
    lines += [_FILL_IN, *(f"# {field}:\n" for field in missing)] if missing else []
    lines += [to_yaml({key: value}) for key, value in document.items() if key not in ("component", "environments")]
    component = document["component"]
    lines.append("component:\n")
    for key, value in component.items():
        if key not in _BUNDLE_WIDE:
            comment = draft.comments.get(key)
            lines.append(f"  # {shown(comment)}\n" if comment else "")
            lines.append(indent(to_yaml({key: value}), "  "))
    lines += [f"  # {shown(line)} # fill in\n" for line in draft.missing]
    lines += [to_yaml({key: document[key]}) for key in ("environments",) if key in document]
    lines += [to_yaml({key: component[key]}) for key in _BUNDLE_WIDE if key in component]
    return "".join(lines)
