"""Whether a component has a token for the Kubernetes API by its own settings; pure."""

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.mounts import mount_places

#: Where the clients of the Kubernetes API look for a token (Kubernetes: Accessing the Kubernetes API from a Pod).
TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"  # noqa: S105
#: Volume of the pod template that holds the token.
TOKEN_VOLUME = "api-token"  # noqa: S105
_SWITCH = "automount_service_account_token"


def mounts_token_itself(environment: EffectiveEnvironment) -> bool:
    """Tell whether every container gets the token, or the component mounts something of its own in its place."""
    settings = environment.settings
    return bool(settings.automount_service_account_token) or TOKEN_PATH in {path for _, path in mount_places(settings)}


def refuses_token(environment: EffectiveEnvironment) -> bool:
    """Tell whether the bundle itself, and not the platform's default, says that the pods get no token."""
    said = environment.settings.automount_service_account_token
    return said is False and environment.origins.get(_SWITCH) in environment.places
