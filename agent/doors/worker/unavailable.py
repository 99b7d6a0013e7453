"""A Redis server of the fleet, or of events that come in, that cannot be used."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from redis.exceptions import RedisError

from foundation.model.errors import OutsideError, Problem
from foundation.redis_troubles import redis_trouble

FLEET, FLEET_KEY, INTAKE = "INFRA_ENGINEER_FLEET", "INFRA_ENGINEER_FLEET_KEY", "INFRA_ENGINEER_INTAKE"
#: Docket waits for an answer without an end.
_PATIENCE_SECONDS = 15.0


class FleetUnavailableError(OutsideError):
    """The server cannot be used, whatever it is asked."""


def server_error(error: BaseException | None) -> RedisError | OSError | None:
    """Return what a server said that an error, or the first of a group, is about; nothing, if it is about none."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, RedisError | OSError) else None


def unavailable(place: str, error: BaseException, address: str = FLEET, key: str | None = FLEET_KEY) -> OutsideError:
    """Return the failure that a server cannot be used.

    Args:
        place: its address, without a password.
        error: what it, or its client, says.
        address: the setting that says where it is.
        key: the setting that has its password, if that is another.
    """
    trouble = redis_trouble(error, address, key)
    message = f"the server at {place} cannot be used: {trouble.reason}"
    return FleetUnavailableError(Problem(code="fleet-unavailable", message=message, remedy=trouble.remedy))


@contextmanager
def reaching(place: str, address: str = FLEET, key: str | None = FLEET_KEY) -> Iterator[None]:
    """Tell that a Redis server cannot be reached; see ``unavailable``.

    Raises:
        FleetUnavailableError: it cannot be.
    """
    try:
        yield
    except (RedisError, OSError) as error:
        raise unavailable(place, error, address, key) from error


@asynccontextmanager
async def answering(place: str) -> AsyncIterator[None]:
    """Tell that the fleet's server cannot be reached, or does not answer in time.

    Args:
        place: its address, without a password.

    Raises:
        FleetUnavailableError: it cannot be, or it does not.
    """
    with reaching(place):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            yield
