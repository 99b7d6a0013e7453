"""Holds a thousand manifests against all rules, several times: ``python -m benchmarks.children.rules``."""

import json

from benchmarks.validation import validation_costs

if __name__ == "__main__":
    print(json.dumps(validation_costs()))
