"""What no model may see of a bundle."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from foundation.secrets.walk import literal_secrets
from foundation.source.tree import place

_REMEDY = "Put it into a Secret and refer to that: secrets with env or mount, or valueFrom.secretKeyRef in env."


def require_no_secrets(bundle: Bundle) -> None:
    """Refuse a bundle with literal secrets before a model is asked about it; no draft could make it compile anyway.

    Raises:
        InputError: with the place of each; never with its value.
    """
    data = bundle.model_dump(mode="json", by_alias=True, exclude_unset=True)
    problems = [
        Problem(
            code="literal-secret",
            message=f"{place(path)} holds {kind.value}; no model is asked about such a bundle",
            remedy=_REMEDY,
            path=place(path),
        )
        for path, kind in literal_secrets(data)
    ]
    if problems:
        raise InputError(*problems)
