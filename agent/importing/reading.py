"""Text of the input as plain data."""

from typing import Any

from agent.importing.objects import mapping
from foundation.model.errors import InputError
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster


def yaml_mapping(content: str) -> dict[str, Any]:
    """Return the mapping that a text holds; an empty one if it holds something else."""
    try:
        documents = parse_documents(content, "", read_for_cluster)
    except InputError:
        return {}
    return mapping(documents[0].data) if documents else {}
