"""Whether a component type is novel, so that its templates come from a draft, or a known one that somebody misspelt."""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem

if TYPE_CHECKING:
    from plugins.llm_template_expander.locks import DraftLocks

#: Words this alike are the same word with a slip in it; kinds of components differ by more.
_SAME = 0.85


def why_novel(bundle: Bundle, library: TemplateLibrary, locks: "Callable[[], DraftLocks]", usable: bool) -> str | None:
    """Say why a bundle's templates come from a draft; ``None`` if the catalog has to have them.

    Args:
        bundle: the bundle.
        library: templates and policies.
        locks: returns the lock files of drafts; bundles that the catalog covers need none.
        usable: whether there is a model that could draft.

    Raises:
        InputError: the lock file of the component's draft is wrong, or the component changed since it was drafted
            and no model could draft it anew.
    """
    kind = bundle.component.type
    if library.covers(kind, bundle.template_id):
        return None
    kept = locks()
    if kept.find(bundle) is not None:
        return f"no template covers the type {kind}; there is a draft of this component"
    earlier = kept.earlier(bundle)
    if earlier and not usable:
        raise _outdated(earlier)
    if not usable or (is_misspelt(kind, library.component_types) and not bundle.component.novel_type):
        return None
    return f"no template covers the type {kind}; a model drafts one, which then waits for approval"


def told_template(bundle: Bundle, library: TemplateLibrary) -> str:
    """Return what a model is told of the chart template that a bundle gets.

    Raises:
        InputError: the bundle names a template that there is not.
    """
    kind, wanted = bundle.component.type, bundle.template_id
    return library.chart_for(kind, wanted).id if library.covers(kind, wanted) else "none covers the type"


def is_misspelt(component_type: str, known: Iterable[str]) -> bool:
    """Tell whether a type is nearly a known one; then nobody should draft it."""
    folded = _folded(component_type)
    return any(SequenceMatcher(None, folded, _folded(name)).ratio() >= _SAME for name in known)


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _outdated(earlier: list[str]) -> InputError:
    """Say that a component is no longer the one that was drafted; without a model nobody can draft it anew."""
    message = f"the component changed since it was drafted as {' and '.join(earlier)}"
    remedy = (
        "Set a model up to have it drafted again (INFRA_ENGINEER_MODEL_PROVIDER, see .env.example), undo the change, "
        "or make a template of the draft with `infra-engineer templates promote`."
    )
    return InputError(Problem(code="draft-outdated", message=message, remedy=remedy, path="component"))
