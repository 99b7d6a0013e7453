"""Wiring of `schema`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.data import data_path
from agent.use_cases.schema import Form, schema


def build_schema() -> Callable[[Form], str]:
    """Wire the use case."""
    return partial(schema, published=lambda form: data_path(f"{form}.schema.json", checkout=f"docs/{form}.schema.json"))
