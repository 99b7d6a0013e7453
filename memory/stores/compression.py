"""Files in one zlib stream; what large ones come to is kept, because many packs have the same ones.

A stream is a row of blocks, and a block that begins anew means the same wherever it stands. So whoever reads the
stream need not know which of it was at hand.
"""

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

#: Other levels take longer and gain little on manifests; more memory than by default takes a sixth off the time.
_LEVEL, _MEMORY = 1, 9
#: Without the header and the sum of a stream.
_RAW = -zlib.MAX_WBITS
_HEADER, _LAST_BLOCK = b"\x78\x01", b"\x03\x00"
#: What is longer than the text in which repeats are looked for gains next to nothing by what stands before it: most
#: of all values.schema.json, which charts of one shape have in common.
_LARGE = 1 << zlib.MAX_WBITS
_MOST_KEPT, _LARGEST_KEPT = 8, 256 * 1024


def compressed(contents: Sequence[bytes]) -> bytes:
    """Return contents, one after another, as ``zlib.decompress`` reads them.

    Args:
        contents: the contents.
    """
    blocks = [block for is_large, some in groupby(contents, _is_large) for block in _blocks(some, is_large=is_large)]
    check = zlib.adler32(b"".join(contents)).to_bytes(4, "big")
    return b"".join([_HEADER, *blocks, _LAST_BLOCK, check])


def _is_large(content: bytes) -> bool:
    return _LARGE < len(content) <= _LARGEST_KEPT


def _blocks(contents: Iterable[bytes], *, is_large: bool) -> list[bytes]:
    return list(map(_kept, contents)) if is_large else [_compressed(b"".join(contents))]


@lru_cache(maxsize=_MOST_KEPT)
def _kept(content: bytes) -> bytes:
    return _compressed(content)


def _compressed(content: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, _MEMORY)
    return compressor.compress(content) + compressor.flush(zlib.Z_SYNC_FLUSH)
