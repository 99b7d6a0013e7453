"""Wiring of `describe_schema`."""

from collections.abc import Callable
from functools import partial
from typing import Any

from agent.bootstrap.use_cases.schema import build_schema
from agent.use_cases.describe_schema import DescribeSchemaCommand, describe_schema


def build_describe_schema() -> Callable[[DescribeSchemaCommand], dict[str, Any]]:
    """Wire the use case."""
    return partial(describe_schema, schema=build_schema())
