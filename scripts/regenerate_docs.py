"""Writes the generated pages; a test fails when they are not up to date."""

from pathlib import Path

from agent.evaluation.json_schema import dataset_schema, prompt_schema
from agent.source.json_schema import application_schema, bundle_schema

ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[str, str]:
    """Return every generated page by its path in the repository."""
    return {
        "docs/application.schema.json": application_schema(),
        "docs/bundle.schema.json": bundle_schema(),
        "prompts/dataset.schema.json": dataset_schema(),
        "prompts/prompt.schema.json": prompt_schema(),
    }


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)
