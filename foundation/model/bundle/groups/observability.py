"""How a component reports what it does."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from foundation.model.base import FrozenModel

Percent = Annotated[float, Field(ge=0, le=100)]


def _check_address(url: str) -> str:
    """Refuse what a pattern cannot: a port out of range, an IPv6 address that is none."""
    try:
        port = urlsplit(url).port
    except ValueError as error:
        raise ValueError(f"{url[:60]!r} is no address: {error}") from None
    if port == 0:
        raise ValueError("nothing listens on port 0")
    return url


#: URL without credentials, which have no place in a bundle.
Endpoint = Annotated[
    str,
    Field(
        pattern=r"^https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/\S*)?$",
        max_length=2048,
    ),
    AfterValidator(_check_address),
]


class Observability(FrozenModel):
    """How the component reports traces, metrics and logs."""

    otel_enabled: bool | None = Field(default=None, description="Whether OpenTelemetry is configured at all.")
    otel_exporter: Literal["otlp"] | None = Field(default=None, description="Exporter of all three signals.")
    otel_endpoint: Endpoint | None = Field(default=None, description="URL of the collector.")
    propagation: str | None = Field(
        default=None,
        pattern=r"^[a-z_ ,]*$",
        max_length=200,
        description="Comma-separated fields that travel with each request, such as trace_id.",
    )
    otel_sidecar: bool | None = Field(
        default=None, description="Whether a collector runs beside the container and forwards to the endpoint."
    )
