"""Image references, as container runtimes read them."""


def tag_of(image: str) -> str:
    """Return the tag of an image reference, or an empty string."""
    return image.partition("@")[0].rpartition("/")[2].partition(":")[2]


def digest_of(image: str) -> str:
    """Return the digest of an image reference, or an empty string."""
    return image.partition("@")[2]


def is_pinned(image: str) -> bool:
    """Tell whether a reference has a digest, or a tag that is not the moving one."""
    return bool(digest_of(image)) or tag_of(image) not in ("", "latest")
