"""The page itself."""

from pathlib import Path
from typing import Any

from agent.bootstrap import build_library
from agent.settings import Settings
from foundation.model.bundle.layer import KEYED_LISTS
from scripts.bundle_reference.defaults import defaults_of
from scripts.bundle_reference.examples import Examples, read_examples
from scripts.bundle_reference.layout import block, code, table, written_as
from scripts.bundle_reference.shapes import (
    BUNDLES_OWN,
    PLACES,
    Described,
    fields_of,
    groups,
    key_of,
    places_of,
    required_in,
    schemas_of_bundles,
    shapes,
)
from scripts.bundle_reference.words import in_words, link

_SMALLEST = Path(__file__).resolve().parents[2] / "examples" / "minimal.yaml"
_HEAD = """\
# Bundle reference

Every field that can be written in a bundle. Written by `make docs` from the models, the policy and
`docs/bundle-examples.yaml`; the same as JSON Schema, for editors: `bundle.schema.json`, `application.schema.json`.
"""
_NOTES = """\
## Where settings stand

The [settings](#settings) of a component may stand in several places; where two give the same one, the later of
these wins: the platform, the environment's profile, the bundle, `shared` of an application, `component`,
`environments.<name>`, `tenants.<name>`, `tenants.<name>.environments.<name>`. Mappings merge key by key;
{keyed}; every other list replaces the lower one. `null` removes what a lower layer set; an entry of
a merged list goes when all but what names it is null, as in `ports: [{{name: debug, port: null}}]`.
`infra-engineer explain` shows which layer each value comes from.

Kubernetes' own shapes are written as in its API, in camelCase; everything else in snake_case. Text may be written
without quotes: where text is wanted, `yes` or `002` stays what it is.
"""


class Page:
    """Writes the page.

    Args:
        examples: one for each field.
        defaults: what the platform says where a bundle is silent, by setting.
    """

    def __init__(self, examples: Examples, defaults: dict[str, str]) -> None:
        self._examples = examples
        self._defaults = defaults
        self._schemas = schemas_of_bundles()
        self._shapes = shapes()
        self._of_shapes = {name: fields_of(shape, self._schemas) for name, shape in self._shapes.items()}
        self._fields: dict[str, Described] = {}
        for place, model in PLACES.items():
            for field in fields_of(model, self._schemas):
                self._fields.setdefault(key_of(place, field.name), field)

    def text(self) -> str:
        """Return the whole page."""
        sections = self._sections()
        parts = [
            _HEAD,
            self._contents(sections),
            "## The smallest bundle\n",
            f"```yaml\n{_SMALLEST.read_text(encoding='utf-8').partition(chr(10))[2]}```\n",
            _NOTES.format(keyed=_keyed_lists()),
        ]
        for title, names in sections.items():
            anchor = "settings" if title == next(iter(groups())) else f"section-{title.lower().replace(' ', '-')}"
            parts += [f'<a id="{anchor}"></a>\n## {title}\n', *(self._field(key) for key in names)]
        parts += ["## Shapes\n", *(self._shape(name) for name in self._shapes)]
        return "\n".join(parts)

    def _sections(self) -> dict[str, list[str]]:
        """Return the fields of each section, every field once."""
        grouped = groups()
        settings = {name for names in grouped.values() for name in names}
        own = [name for name in self._fields if name not in settings]
        return {
            "Bundle": [name for name in own if "bundle" in places_of(name)],
            "Application": [name for name in own if places_of(name) == ["application"]],
            "Component": [name for name in own if "component" in places_of(name)],
            **grouped,
        }

    def _contents(self, sections: dict[str, list[str]]) -> str:
        lines = ["- [The smallest bundle](#the-smallest-bundle), [where settings stand](#where-settings-stand)"]
        for title, names in sections.items():
            lines.append(f"- **{title}**: {', '.join(self._link(key) for key in names)}")
        lines.append(f"- **Shapes**: {', '.join(link(name) for name in self._shapes)}")
        return "## Contents\n\n" + "\n".join(lines) + "\n"

    def _link(self, key: str) -> str:
        return f"[{self._fields[key].name}](#field-{key})"

    def _field(self, key: str) -> str:
        field = self._fields[key]
        places = ", ".join(places_of(key))
        facts = [in_words(field.schema), f"in: {places}"]
        if needed := required_in(key):
            facts.append(f"**required** in {', '.join(needed)}")
        if default := self._defaults.get(key) or _own_default(field):
            facts.append(f"default: {default}")
        head = f'<a id="field-{key}"></a>\n### {field.name}\n\n{field.description}\n\n'
        example = self._examples.of_place(field.name, "bundle" if key.startswith(BUNDLES_OWN) else None)
        return f"{head}{' · '.join(facts)}\n\n{block(example)}\n"

    def _shape(self, name: str) -> str:
        shape = self._shapes[name]
        rows = [
            [
                f"`{field.name}`",
                in_words(field.schema) + (", **required**" if field.required else ""),
                field.description + (f" Default: {default}." if (default := _own_default(field)) else ""),
                written_as(self._examples.of_shape(shape, field.name)),
            ]
            for field in self._of_shapes[name]
        ]
        about = (shape.__doc__ or "").partition("\n\n")[0].replace("``", "`").strip()
        return f'<a id="shape-{name.lower()}"></a>\n### {name}\n\n{about}\n\n{self._users(name)}\n\n{_rows(rows)}\n'

    def _users(self, name: str) -> str:
        found = [self._link(key) for key, field in self._fields.items() if _names(field, name)]
        found += [link(other) for other, fields in self._of_shapes.items() if any(_names(f, name) for f in fields)]
        return f"Used by {', '.join(dict.fromkeys(found))}."


def _keyed_lists() -> str:
    """Say which lists merge by which key of their entries."""
    by_key: dict[str, list[str]] = {}
    for name, key in KEYED_LISTS.items():
        by_key.setdefault(key, []).append(f"[{name}](#field-{name})")
    return "; ".join(f"the lists {', '.join(names)} merge by `{key}`" for key, names in by_key.items())


def _rows(rows: list[list[str]]) -> str:
    return table(["field", "type", "what it is", "example"], rows)


def _names(field: Described, shape: str) -> bool:
    stack: list[Any] = [field.schema]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if value.get("$ref", "").endswith(f"/{shape}"):
                return True
            stack += value.values()
        elif isinstance(value, list):
            stack += value
    return False


def _own_default(field: Described) -> str:
    return code(field.default) if field.default not in (None, {}, []) else ""


def bundle_reference() -> str:
    """Return the bundle reference."""
    library = build_library(Settings(template_path=""))
    return Page(read_examples(), defaults_of(library.policy, library.profiles)).text()
