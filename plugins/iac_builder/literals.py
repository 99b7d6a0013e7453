"""Values as the back ends write them, so that no text of anybody can be taken for code."""

import json
from typing import Any

_INDENT = "  "


def bicep_literal(value: Any, indent: str = "") -> str:
    """Return a value in Bicep.

    Args:
        value: text, truth, number, list of texts, or mapping of texts.
        indent: what the line begins with.
    """
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("${", "\\${")
        return "'" + escaped.replace("\n", "\\n") + "'"
    inner = indent + _INDENT
    if isinstance(value, dict):
        lines = [f"{inner}{bicep_literal(key)}: {bicep_literal(item, inner)}" for key, item in value.items()]
        return "\n".join(["{", *lines, f"{indent}}}"]) if lines else "{}"
    if isinstance(value, list):
        lines = [f"{inner}{bicep_literal(item, inner)}" for item in value]
        return "\n".join(["[", *lines, f"{indent}]"]) if lines else "[]"
    return json.dumps(value)


def hcl_literal(value: Any) -> str:
    """Return a value in HCL.

    Args:
        value: text, truth, number, list of texts, or mapping of texts.
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, dict):
        lines = [f"{_INDENT}{hcl_literal(key)} = {hcl_literal(item)}" for key, item in value.items()]
        return "\n".join(["{", *lines, "}"]) if lines else "{}"
    if isinstance(value, list):
        return f"[{', '.join(hcl_literal(item) for item in value)}]"
    return json.dumps(value)


def yaml_literal(value: Any) -> str:
    """Return a value in YAML, on one line: JSON is YAML too."""
    return json.dumps(value)


def pulumi_text(text: str) -> str:
    """Return a text that Pulumi takes as it is, and for no reference."""
    return text.replace("${", "$${")
