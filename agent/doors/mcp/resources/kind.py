"""What a kind of resources is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.bootstrap import Agent

JSON = "application/json"
YAML = "application/yaml"


@dataclass(frozen=True)
class Content:
    """What a resource holds.

    Attributes:
        form: its media type.
        content: text, or bytes.
    """

    form: str
    content: str | bytes


@dataclass(frozen=True)
class Kind:
    """A kind of resources.

    Attributes:
        name: its name, which comes first in addresses.
        read: takes the agent and the names in an address after that of the kind; without names it tells what there is.
        complete: takes the agent, the name of a variable in an address, and those that are known already; gives what
            the variable can be.
    """

    name: str
    read: "Callable[[Agent, list[str]], Content]"
    complete: "Callable[[Agent, str, Mapping[str, str]], list[str]]"
