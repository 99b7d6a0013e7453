"""The one Jinja environment: sandboxed and strict, for every text that is not Kubernetes."""

from foundation.rendering.sandbox import sandbox

__all__ = ["sandbox"]
