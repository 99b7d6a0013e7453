"""What pods with users of their own may do."""

from plugins.k8s_validator.objects.pods import Pod

#: Since this version the restricted standard leaves the users of such pods alone.
_SINCE = (1, 35)


def is_relaxed(pod: Pod) -> bool:
    """Tell whether the standard lets a pod be root: inside its user namespace that is nobody on the node."""
    return pod.own_users and pod.standard >= _SINCE
