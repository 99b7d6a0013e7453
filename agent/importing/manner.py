"""How an input is brought in."""

from typing import Literal

from foundation.model.base import FrozenModel

#: Whether components stay in the namespaces of the input, or get those of the naming policy.
NamespaceChoice = Literal["keep", "own"]
#: What becomes of that which the platform adds: told with what undoes it; undone, with exceptions; or welcome.
Additions = Literal["tell", "adopt", "harden"]


class Manner(FrozenModel):
    """How an input is brought in.

    Attributes:
        namespace: where the components are from now on.
        additions: what becomes of what the platform adds.
    """

    namespace: NamespaceChoice = "own"
    additions: Additions = "tell"
