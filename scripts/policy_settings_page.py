"""docs/reference/policy-settings.md: every setting of the platform policy, and what the platform says today."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.layer import Layer
from foundation.model.policy.platform import PolicyAnswers
from scripts.bundle_reference.layout import code, table
from scripts.bundle_reference.shapes import models_in

_HEAD = """# Settings of the platform policy

What a bundle may leave open is answered in `templates/policies/`: in `platform.yaml`, or in a file of the setting's
name ([policies.md](../policies.md)). A template folder of your own may give other answers
([how](../how-to/policy.md)). Written by `make docs`, with the answers of the built-in folder.
"""
#: A longer answer is not shown: it is in the file.
_MOST = 80


def policy_settings_page(templates: Path) -> str:
    """Return the page's text.

    Args:
        templates: the built-in template folder.
    """
    policy = TemplateLibrary([TemplateFolder(templates)]).policy
    plain = [name for name in PolicyAnswers.model_fields if not _is_group(getattr(policy, name))]
    parts = [_HEAD, f"## Single answers\n\n{_table(_rows(policy, plain))}"]
    for name, field in PolicyAnswers.model_fields.items():
        if name not in plain:
            group = getattr(policy, name)
            said = field.description or _about(type(group))
            parts.append(f"## {name}\n\n{said}\n\n{_table(_rows(group, type(group).model_fields))}")
    return "\n".join(parts)


def _is_group(value: Any) -> bool:
    return isinstance(value, BaseModel) and not isinstance(value, Layer)


def _about(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").splitlines()[0]


def _table(rows: Iterable[list[str]]) -> str:
    return table(["setting", "what it is", "the platform's answer"], list(rows)) + "\n"


def _rows(group: BaseModel, names: Iterable[str], above: str = "") -> Iterator[list[str]]:
    for name in names:
        value, field = getattr(group, name), type(group).model_fields[name]
        if _is_group(value):
            yield from _rows(value, type(value).model_fields, f"{above}{name}.")
        else:
            said = field.description or _about(next(models_in(field.annotation)))
            yield [f"`{above}{name}`", said, _answer(group.model_dump(mode="json", exclude_none=True).get(name))]


def _answer(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    shown = code(value)
    return shown if len(shown) <= _MOST else "in the file"
