"""What ``helm lint --strict`` refuses, told from bytes and render (Helm 4, ``pkg/chart/v2/lint/rules``).

Each rule refuses at least what Helm's refuses: where it is not sure it says so, and then Helm is asked.
"""
