"""Writes the generated pages; a test fails when they are not up to date."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from agent.evaluation.json_schema import dataset_schema, prompt_schema
from foundation.source.json_schema import application_schema, bundle_schema
from plugins.helm_chart_builder.schema_words import section_schemas
from plugins.helm_chart_builder.values_schema import SECTIONS
from scripts.bundle_reference.page import bundle_reference
from scripts.codes_page import codes_page
from scripts.commands_page import commands_page
from scripts.context_schema import context_schema
from scripts.events_page import events_pages
from scripts.infrastructure_page import infrastructure_page
from scripts.mcp_tools import mcp_tools
from scripts.openapi import openapi
from scripts.performance_page import performance_pages
from scripts.policy_settings_page import policy_settings_page
from scripts.ready_made_texts import ready_made_texts
from scripts.rules_table import with_tables
from scripts.settings_page import settings_page
from scripts.telemetry_pages.pages import telemetry_pages

ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[str, str]:
    """Return every generated page by its path in the repository."""
    policies = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
    return {
        "docs/application.schema.json": application_schema(),
        "docs/bundle.md": bundle_reference(),
        "docs/bundle.schema.json": bundle_schema(),
        "docs/context.schema.json": context_schema(),
        "docs/codes.md": codes_page(ROOT / "templates"),
        **mcp_tools(),
        **events_pages(),
        "docs/infrastructure.md": infrastructure_page(ROOT),
        "docs/openapi.json": openapi(),
        **performance_pages(ROOT),
        **telemetry_pages(ROOT),
        "docs/policies.md": with_tables(policies, ROOT / "templates"),
        "docs/reference/commands.md": commands_page(),
        "docs/reference/policy-settings.md": policy_settings_page(ROOT / "templates"),
        "docs/reference/settings.md": settings_page(ROOT / ".env.example"),
        SECTIONS: section_schemas(),
        "prompts/dataset.schema.json": dataset_schema(),
        "prompts/prompt.schema.json": prompt_schema(),
        **{f"agent/doors/cli/ready_made_texts/{name}": text for name, text in ready_made_texts().items()},
    }


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)
