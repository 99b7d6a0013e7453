"""What memory keeps of a chart's archive is what is not in the chart's files."""

import io
import tarfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.writing.archives import stored_gzip
from memory.stores.packs import packed, unpacked
from memory.stores.repeats import with_repeats, without_repeats
from plugins.helm_chart_builder.archive import archive_of
from tests.support.generation import ROOT

_files = st.dictionaries(
    st.text("abc/", min_size=1, max_size=6).filter(lambda path: "//" not in path and path.strip("/") == path),
    st.binary(max_size=600) | st.binary(max_size=4).map(lambda part: part * 100),
    max_size=6,
)


@given(st.binary(max_size=900), st.lists(st.binary(max_size=300), max_size=5), st.data())
def test_a_file_is_whole_again_with_what_stood_in_it(between: bytes, parts: list[bytes], data: st.DataObject) -> None:
    others = dict(enumerate(parts))
    chosen = data.draw(st.lists(st.sampled_from(parts), max_size=4)) if parts else []
    content = between.join([b"", *chosen, b""])
    assert with_repeats(*without_repeats(content, others), others) == content


@given(_files, st.binary(max_size=300), st.booleans())
def test_artifacts_come_out_of_a_pack_as_they_went_in(files: dict[str, bytes], other: bytes, is_ours: bool) -> None:
    chart = [Artifact(path=f"charts/x/{path}", content=content) for path, content in sorted(files.items())]
    archive = archive_of("x", files) if is_ours else other
    artifacts = ArtifactSet(files=[Artifact(path="charts/x-1.0.0.tgz", content=archive), *chart], request_digest="a")
    assert unpacked(packed(artifacts)) == artifacts


def test_an_archive_takes_little_room_beside_its_files() -> None:
    folder = Path(ROOT, "tests/goldens/order-service/charts/orderservice")
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    chart = [Artifact(path=f"charts/x/{path}", content=content) for path, content in files.items()]
    archive = Artifact(path="charts/x-1.0.0.tgz", content=archive_of("x", files))
    alone, both = (len(packed(ArtifactSet(files=kept))) for kept in (chart, [archive, *chart]))
    assert both < 1.2 * alone


@given(_files)
def test_an_archive_is_what_tarfile_writes(files: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, content in files.items():
            entry = tarfile.TarInfo(f"chärt/{path}")
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    assert archive_of("chärt", files) == stored_gzip(buffer.getvalue())
