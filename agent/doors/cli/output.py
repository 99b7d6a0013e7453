"""How results reach stdout as JSON."""

import json
import sys
from typing import Any


def write_json(content: Any) -> None:
    """Write JSON to stdout."""
    sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
