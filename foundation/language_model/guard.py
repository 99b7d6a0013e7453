"""The guard before every call: no request leaves unless the settings say so."""

import ipaddress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from foundation.language_model.errors import ModelCallsDisabledError
from foundation.model.errors import Problem

#: ``loopback`` lets only servers on this machine be called.
CallPermission = Literal["off", "loopback", "on"]

_CALLS, _FORBID = "INFRA_ENGINEER_MODEL_CALLS", "INFRA_ENGINEER_FORBID_MODEL_CALLS"


@dataclass(frozen=True)
class CallGuard:
    """Decides whether an address may be called.

    Attributes:
        permission: what the settings allow.
        forbidden: set in tests and CI: whatever is allowed, only this machine may be called.
    """

    permission: CallPermission
    forbidden: bool

    def require(self, base_url: str) -> None:
        """Let a call through.

        Args:
            base_url: address of the endpoint.

        Raises:
            ModelCallsDisabledError: it must not be called.
        """
        if self.permission == "off":
            remedy = "Set INFRA_ENGINEER_MODEL_CALLS=on to allow calls, or work from recordings."
            raise _refused("model calls are switched off", remedy, _CALLS)
        if is_loopback(base_url):
            return
        if self.forbidden:
            remedy = "Use recordings here. INFRA_ENGINEER_FORBID_MODEL_CALLS is set, as it is in tests and CI."
            raise _refused("model calls are forbidden here", remedy, _FORBID)
        if self.permission == "loopback":
            remedy = "Set INFRA_ENGINEER_MODEL_CALLS=on to call it."
            raise _refused("only models on this machine may be called", remedy, _CALLS)


def is_loopback(url: str) -> bool:
    """Tell whether a URL names this machine; only literal addresses and ``localhost`` do."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refused(message: str, remedy: str, variable: str) -> ModelCallsDisabledError:
    return ModelCallsDisabledError(
        Problem(code="model-calls-disabled", message=message, remedy=remedy, file="environment", path=variable)
    )
