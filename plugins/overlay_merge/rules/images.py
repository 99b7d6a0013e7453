"""An image is named with what is to run: a tag or a digest."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.errors import Problem
from plugins.overlay_merge.places import setting_path


def image_problems(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield an image without a tag and a digest: a runtime would take whatever ``latest`` is at that moment.

    Args:
        environment: the merged settings.
    """
    image = environment.settings.container_image
    if image is None or "@" in image or ":" in image.rpartition("/")[2]:
        return
    yield Problem(
        code="image-untagged",
        message=f"the image {image} has neither a tag nor a digest",
        remedy="Give container_image the version that is to run, such as :1.0.0, or a digest.",
        path=setting_path("container_image", environment),
    )
