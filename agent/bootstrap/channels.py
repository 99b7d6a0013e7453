"""The services that events are sent to: a new kind of them is named here and in the addresses, and nowhere else."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.settings import Settings

if TYPE_CHECKING:
    from foundation.model.policy.alerts import AlertPolicy
    from plugins.event_emitter.channels.addresses import ChannelAddress
    from plugins.event_emitter.channels.alerts import AlertChannel
    from plugins.event_emitter.channels.channel import EventChannel


def build_channels(settings: Settings) -> "list[EventChannel]":
    """Wire the channels; nothing is connected before an event is sent.

    Args:
        settings: the settings.
    """
    channels: list[EventChannel] = []
    if (text := settings.event_channels.get_secret_value()).strip():
        from plugins.event_emitter.channels.addresses import channel_addresses

        channels += [_channel(address, settings) for address in channel_addresses(text)]
    return [*channels, *build_alert_channels(settings), *_pull_request_channels(settings)]


@lru_cache(maxsize=8)
def build_alert_channels(settings: Settings) -> "Sequence[AlertChannel]":
    """Wire the channels that tell people of failures, one for each role; a process counts causes once.

    Args:
        settings: the settings.
    """
    if not (text := settings.alert_channels.get_secret_value()).strip():
        return ()
    from agent.bootstrap.folders import build_library
    from foundation.model.policy.platform import alert_policy_of
    from plugins.event_emitter.alerts.addresses import alert_addresses
    from plugins.event_emitter.channels.alerts import AlertChannel

    library, addresses = build_library(settings), alert_addresses(text)

    def policy() -> "AlertPolicy":
        return alert_policy_of(lambda: library.policy)

    return tuple(
        AlertChannel(role, known, set(addresses) - {role}, policy, pages=settings.public_url)
        for role, known in addresses.items()
    )


def _pull_request_channels(settings: Settings) -> "list[EventChannel]":
    if not (text := settings.pull_requests.get_secret_value()).strip():
        return []
    from plugins.event_emitter.channels.pull_requests import PullRequestChannel
    from plugins.event_emitter.pull_requests.hosts import pull_request_hosts

    return [PullRequestChannel(host) for host in pull_request_hosts(text)]


def _channel(address: "ChannelAddress", settings: Settings) -> "EventChannel":
    token = settings.event_token.get_secret_value() if settings.event_token else None
    match address.kind:
        case "redis":
            from plugins.event_emitter.channels.redis_stream import RedisStreamChannel

            return RedisStreamChannel(address.url, address.stream, address.name)
        case "event_grid":
            from plugins.event_emitter.channels.event_grid import topic_headers, versioned
            from plugins.event_emitter.channels.http import HttpChannel

            return HttpChannel(versioned(address.url), address.name, topic_headers(address.name, token))
        case "http":
            from plugins.event_emitter.channels.http import HttpChannel, bearer

            return HttpChannel(address.url, address.name, bearer(token))
