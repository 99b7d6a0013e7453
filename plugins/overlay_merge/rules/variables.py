"""Variables that refer to each other have an order in which they can be filled in."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.errors import Problem
from foundation.model.kubernetes.expansion import circles


def variable_problems(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield variables that refer to each other in a circle.

    Args:
        environment: the merged settings.
    """
    settings = environment.settings
    places = [("env", settings.env)]
    places += [(f"init_containers[{one.name}].env", one.env) for one in settings.init_containers or []]
    places += [(f"sidecars[{one.name}].env", one.env) for one in settings.sidecars or []]
    for place, variables in places:
        for circle in circles(variables or []):
            way = " → ".join([*circle, circle[0]])
            yield Problem(
                code="variable-circle",
                message=f"in {environment.name} variables refer to each other in a circle: {way}",
                remedy="Write one of them without $(…) to the others; $$(NAME) stands for the text $(NAME) itself.",
                path=f"component.{place}[{circle[0]}].value",
            )
