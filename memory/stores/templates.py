"""What templates were and rendered to."""

from memory.records.templates import TemplateRecord
from memory.stores.table import ALL, Kind, Table

TEMPLATES = Kind(
    "template",
    TemplateRecord,
    lambda used: f"{used.template_id}/{used.component_type}/{used.component}",
    lambda used: (ALL, ("template", used.template_id), ("type", used.component_type)),
)


class Templates(Table[TemplateRecord]):
    """The template registry of a scope."""

    def last_use(self, template_id: str, component_type: str, component: str) -> TemplateRecord | None:
        """Return the last use of a template for a component."""
        return self.get(f"{template_id}/{component_type}/{component}")

    def of_template(self, template_id: str) -> list[TemplateRecord]:
        """Return the uses of a template, the newest first."""
        return self.find("template", template_id)
