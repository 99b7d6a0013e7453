"""What a kind of run is: a value that engine and plan check go by, and nothing that they know themselves."""

from foundation.model.base import FrozenModel


class Order(FrozenModel):
    """Which of two steps comes first, where both are in a plan.

    Attributes:
        first: the step that comes first.
        then: the step that comes after it.
        otherwise: what would happen the other way round.
    """

    first: str
    then: str
    otherwise: str


class Recipe(FrozenModel):
    """A kind of run.

    Attributes:
        name: what it is called.
        given: names in the context before the first step.
        mandatory: steps without which nothing of this kind may run, and what each of them guarantees.
        order: what has to come before what, beside what the flow of data asks for.
        closing: the steps after the gate, in their order; what they do cannot be taken back.
        last: the step after which nothing may come, where it is in a plan.
        excluded: steps that this kind of run must not take, whoever composes it.
        build: the step from which on something is built. Mistakes before it are gathered, because the steps before
            it settle what is to be built; after a mistake nothing is. Without one the first mistake ends the run.
    """

    name: str
    given: frozenset[str]
    mandatory: dict[str, str]
    order: tuple[Order, ...] = ()
    closing: tuple[str, ...] = ()
    last: str | None = None
    excluded: frozenset[str] = frozenset()
    build: str | None = None
