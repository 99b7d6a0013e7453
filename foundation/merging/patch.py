"""Files as a patch, which `git am` makes a commit of on whatever branch one is."""

from collections.abc import Iterator, Mapping
from email.utils import formatdate


def patch_of(files: Mapping[str, bytes], folder: str, subject: str) -> bytes:
    """Return a patch that adds files; archives are left out, since the folders that they are made of are there.

    Args:
        files: contents by path.
        folder: where in the repository they go.
        subject: the commit's subject, one line.
    """
    head = (
        f"From {'0' * 40} Mon Sep 17 00:00:00 2001\n"
        "From: infrastructure-engineer-agent <infrastructure-engineer-agent@localhost>\n"
        f"Date: {formatdate(0)}\nSubject: [PATCH] {subject}\n\n---\n"
    )
    texts = {path: text for path, content in files.items() if (text := _text(content)) is not None}
    body = "".join(part for path, text in texts.items() for part in _added(f"{folder.strip('/')}/{path}", text))
    return f"{head}{body}-- \ninfra-engineer\n".encode()


def _text(content: bytes) -> str | None:
    try:
        return None if b"\0" in content else content.decode()
    except UnicodeDecodeError:
        return None


def _added(path: str, text: str) -> Iterator[str]:
    yield f"diff --git a/{path} b/{path}\nnew file mode 100644\n"
    if not text:
        yield "index 0000000..e69de29\n"
        return
    lines = text.removesuffix("\n").split("\n")
    yield f"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{len(lines)} @@\n"
    yield from (f"+{line}\n" for line in lines)
    if not text.endswith("\n"):
        yield "\\ No newline at end of file\n"
