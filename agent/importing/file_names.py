"""Names for the files of imported bundles: short where they can be, and never one for two."""

from collections import Counter
from collections.abc import Callable

from foundation.model.bundle.imported import Imported
from foundation.model.names import dns_label

#: What a file may be named by, the shortest first.
_FORMS: tuple[Callable[[Imported], tuple[str, ...]], ...] = (
    lambda bundle: (bundle.slug,),
    lambda bundle: (bundle.slug, bundle.type),
    lambda bundle: (bundle.slug, dns_label(bundle.namespace)),
    lambda bundle: (bundle.slug, bundle.type, dns_label(bundle.namespace)),
)


def file_names(bundles: list[Imported]) -> list[str]:
    """Return a name for each bundle's file, no two the same.

    Components of one name are told apart by their types, else by their namespaces, else by numbers.

    Args:
        bundles: the bundles, in the order of the input.
    """
    counts = [Counter(form(bundle) for bundle in bundles) for form in _FORMS]
    names: dict[str, None] = {}
    last: Counter[str] = Counter()
    for bundle in bundles:
        forms = [form(bundle) for form in _FORMS]
        alone = (form for form, count in zip(forms, counts, strict=True) if count[form] == 1)
        name = wanted = "-".join(part for part in next(alone, forms[-1]) if part)
        while name in names:
            last[wanted] += 1
            name = f"{wanted}-{last[wanted] + 1}"
        names[name] = None
    return [*names]
