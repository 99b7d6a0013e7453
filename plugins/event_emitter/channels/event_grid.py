"""What Azure Event Grid asks for besides the CloudEvents HTTP binding: a version in the address, and its credentials.

Azure's own client tries again by itself whatever it is told, and writes the events' times anew; the outbox remembers
what is to be tried again, so events are posted as they are (https://learn.microsoft.com/azure/event-grid/cloud-event-schema).
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit, urlunsplit

from plugins.event_emitter.channels.channel import not_sent

_VERSION = "api-version=2018-01-01"
_SCOPE = "https://eventgrid.azure.net/.default"


def versioned(endpoint: str) -> str:
    """Return the address of a topic with the version of its API, unless it has a query of its own."""
    parts = urlsplit(endpoint)
    return urlunsplit(parts._replace(query=parts.query or _VERSION))


def topic_headers(name: str, key: str | None) -> Callable[[], Mapping[str, str]]:
    """Return what gives the headers that a topic asks for.

    Args:
        name: name of the channel, for messages.
        key: the topic's key; without one the machine's identity is taken (DefaultAzureCredential).
    """
    if key:
        return lambda: {"aeg-sas-key": key}
    return lambda: _identity(name)


def _identity(name: str) -> dict[str, str]:
    from azure.core.exceptions import AzureError
    from azure.identity import DefaultAzureCredential

    try:
        token = DefaultAzureCredential().get_token(_SCOPE)
    except AzureError as error:
        remedy = (
            "Sign in to Azure, give this machine an identity, or set INFRA_ENGINEER_EVENT_TOKEN to the topic's key."
        )
        raise not_sent(name, "this machine has no identity for Azure", remedy) from error
    return {"Authorization": f"Bearer {token.token}"}
