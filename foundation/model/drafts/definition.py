"""What a draft depends on in a bundle."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.digests import json_digest


def definition_digest(bundle: Bundle) -> str:
    """Return a digest of a component's definition.

    The image counts by its repository alone: a release of the same component needs no new draft, and no draft
    holds an image.
    """
    definition = bundle.component.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"novel_type"})
    name, _, _ = bundle.component.container_image.partition("@")
    folder, slash, last = name.rpartition("/")
    definition["container_image"] = f"{folder}{slash}{last.partition(':')[0]}"
    return json_digest(definition)
