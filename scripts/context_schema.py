"""docs/context.schema.json: the form of what `generate --pass-context` writes."""

import json

from foundation.model.run.context import PassedContexts


def context_schema() -> str:
    """Return the JSON Schema."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **PassedContexts.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
