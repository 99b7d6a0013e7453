"""What the text of a setting has to look like; where a part of the agent reads it later, that part looks at it."""

import os
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

from foundation.model.destination import PUBLISHED
from foundation.model.fleet import fleet_address, intake_addresses


def _address(url: str) -> str:
    # Recordings and lock files name the address, so nothing secret may stand in it.
    wrong = ValueError("Give http(s)://HOST[:PORT][/PATH], without a user, a password, a query or a fragment")
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        raise wrong from None
    if url and (not named or re.search(r"[\s@?#\\]|[^\x21-\x7e]", url)):
        raise wrong
    return url


def _provider(url: str) -> str:
    # Whoever could change the keys on their way could sign in as anybody.
    if url and urlsplit(url).scheme != "https" and urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("Give an https:// address; http:// is for this machine alone")
    return url


def _places(addresses: str) -> str:
    if any(not place.startswith(tuple(PUBLISHED)) for place in addresses.split()):
        raise ValueError(f"Each address begins with {' or '.join(PUBLISHED)}")
    return addresses


def _memory(address: str) -> str:
    if address != "sqlite":
        from memory.address import memory_address

        memory_address(address)
    return address


def _channels(addresses: SecretStr) -> SecretStr:
    if text := addresses.get_secret_value():
        from plugins.event_emitter.channels.addresses import channel_addresses

        channel_addresses(text)
    return addresses


def _intake(addresses: SecretStr) -> SecretStr:
    intake_addresses(addresses.get_secret_value())
    return addresses


def _alerts(addresses: SecretStr) -> SecretStr:
    if text := addresses.get_secret_value():
        from plugins.event_emitter.alerts.addresses import alert_addresses

        alert_addresses(text)
    return addresses


def _hosts(hosts: SecretStr) -> SecretStr:
    if text := hosts.get_secret_value():
        from plugins.event_emitter.pull_requests.hosts import pull_request_hosts

        pull_request_hosts(text)
    return hosts


def _files(files: str) -> str:
    missing = [part for part in files.split(os.pathsep) if part and not Path(part).is_file()]
    if missing:
        raise ValueError(f"There is no file {', '.join(missing)}; name Python files that exist")
    return files


def _connection(connection: SecretStr | None) -> SecretStr | None:
    given = connection.get_secret_value() if connection else ""
    if connection and not re.search(r"(?i)(^|;)InstrumentationKey=[0-9a-f-]{36}(;|$)", given):
        raise ValueError("Give the connection string of an Application Insights resource, InstrumentationKey=...")
    return connection


def _key(key: SecretStr | None) -> SecretStr | None:
    if key is not None and re.fullmatch(r"[\x21-\x7e]+", key.get_secret_value()) is None:
        raise ValueError("A key is printable ASCII without spaces and line breaks, as HTTP headers are")
    return key


Address = Annotated[str, AfterValidator(_address)]
ProviderAddress = Annotated[str, AfterValidator(_address), AfterValidator(_provider)]
Places = Annotated[str, AfterValidator(_places)]
MemoryAddress = Annotated[str, AfterValidator(_memory)]
FleetAddress = Annotated[str, AfterValidator(fleet_address)]
EventChannels = Annotated[SecretStr, AfterValidator(_channels)]
IntakeAddresses = Annotated[SecretStr, AfterValidator(_intake)]
AlertChannels = Annotated[SecretStr, AfterValidator(_alerts)]
PullRequestHosts = Annotated[SecretStr, AfterValidator(_hosts)]
PythonFiles = Annotated[str, AfterValidator(_files)]
Connection = Annotated[SecretStr | None, AfterValidator(_connection)]
Key = Annotated[SecretStr | None, AfterValidator(_key)]
