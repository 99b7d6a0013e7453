"""Whatever is at hand of an earlier stream, any reader of zlib reads a stream."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from memory.stores import compression
from memory.stores.compression import compressed

_LARGE = [bytes([number]) * 40_000 + b"end" for number in range(10)]


@given(st.lists(st.binary(max_size=40) | st.sampled_from(_LARGE), max_size=5))
def test_a_stream_holds_the_contents_one_after_another(contents: list[bytes]) -> None:
    reader = zlib.decompressobj()
    assert reader.decompress(compressed(contents)) == b"".join(contents)
    assert reader.eof
    assert not reader.unused_data


def test_what_is_at_hand_changes_no_byte_and_stays_little() -> None:
    compression._kept.cache_clear()
    streams = [compressed([b"before", large, b"after"]) for large in _LARGE]
    assert compression._kept.cache_info().currsize < len(_LARGE)
    assert [compressed([b"before", large, b"after"]) for large in reversed(_LARGE)] == streams[::-1]
    assert compression._kept.cache_info().hits > 0
