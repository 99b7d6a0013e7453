"""A request as it is kept: the bundle's text and the options, without secrets."""

import json
import re
from collections.abc import Iterator
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.credentials import HIDDEN, has_credentials, without_credentials, without_secrets
from foundation.model.digests import json_digest
from foundation.model.names import DNS_LABEL
from foundation.model.run.request import GenerationRequest, Options
from foundation.secrets.walk import Path, is_secret_key, literal_secrets


class RecordedRequest(FrozenModel):
    """What was asked for.

    Attributes:
        bundle: the bundle as JSON: all that it says, with files and ``--set`` filled in. Where nobody could read it,
            it is what was written.
        digest: digest of the bundle's content.
        source: name of the file, for messages.
        member: whether it is a component of an application.
        options: how to run.
        hidden: paths in the bundle where a secret stood. Such a request cannot be run again.
    """

    bundle: str
    digest: str
    source: str
    member: bool = False
    options: Options = Options()
    hidden: list[str] = []

    @property
    def tenant(self) -> str | None:
        """The tenant that it names, if it is a name that a tenant can have."""
        named = json.loads(self.bundle).get("tenant")
        return named if isinstance(named, str) and re.fullmatch(DNS_LABEL, named) else None

    @property
    def request(self) -> GenerationRequest:
        """Return it as a request.

        Raises:
            ValueError: the bundle does not fit the model of today.
        """
        model: type[Bundle] = MemberBundle if self.member else Bundle
        return GenerationRequest(
            bundle=model.model_validate_json(self.bundle),
            source=self.source,
            digest=self.digest,
            file=self.source,
            options=self.options,
        )


def recorded(request: GenerationRequest) -> RecordedRequest:
    """Return a request as it may be kept.

    Args:
        request: the request.
    """
    text = request.bundle.model_dump_json(by_alias=True, exclude_unset=True)
    kept = recorded_text(json.loads(text), request.source, request.options)
    member = isinstance(request.bundle, MemberBundle)
    own = {"digest": request.digest, "member": member, "bundle": kept.bundle if kept.hidden else text}
    return kept.model_copy(update=own)


def recorded_text(data: Any, source: str, options: Options) -> RecordedRequest:
    """Return what was written, as it may be kept.

    Args:
        data: plain data; secrets are taken out of it.
        source: name of the file.
        options: how it was to run.
    """
    found = list(_without_telling_keys(data))
    _hide(data, found)
    inside = list(dict.fromkeys([*(path for path, _ in literal_secrets(data)), *_addressed(data)]))
    _hide(data, inside)
    return RecordedRequest(
        bundle=json.dumps(data, ensure_ascii=False),
        digest=json_digest(data).removeprefix("sha256:"),
        source=without_secrets(source),
        options=_safe(options),
        hidden=[".".join(map(str, path)) for path in [*found, *inside]],
    )


def _safe(options: Options) -> Options:
    destination = options.destination
    if destination is None:
        return options
    safe = destination.model_copy(update={"place": without_credentials(destination.place)})
    return options.model_copy(update={"destination": safe})


def _without_telling_keys(data: Any, path: Path = ()) -> Iterator[Path]:
    """Rename the keys that are secrets themselves, and yield the paths of what stands below them.

    What a bundle may not say stands there too, so no field is passed over.
    """
    if isinstance(data, dict):
        telling = [key for key in data if is_secret_key(key) or has_credentials(str(key))]
        for key in telling:
            data[_renamed(data, str(key))] = data.pop(key)
        yield from ((*path, key) for key in data if HIDDEN in str(key))
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if HIDDEN not in str(key):
            yield from _without_telling_keys(value, (*path, key))


def _renamed(data: dict[str, Any], key: str) -> str:
    """Return what a key is called when it is kept: by what is left of it, or by a number where there are several."""
    said = without_secrets(key)
    name = said if HIDDEN in said else HIDDEN
    number = 2
    while name in data:
        name, number = f"{HIDDEN} {number}", number + 1
    return name


def _addressed(data: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of texts with a password before a host."""
    if isinstance(data, str):
        if has_credentials(data):
            yield path
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _addressed(value, (*path, key))


def _hide(data: Any, paths: list[Path]) -> None:
    for path in paths:
        holder = data
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = HIDDEN
