import io
import json
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.helm import bounds, confined
from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]


@pytest.fixture
def chart(workspace: Path) -> Path:
    """Somebody's small chart, which has nothing of ours."""
    folder = workspace / "web"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: '1'\n")
    (folder / "values.yaml").write_text("image: {name: web, tag: '1'}\nextra: {}\n")
    (folder / "values-prod.yaml").write_text("image: {tag: '2'}\n")
    (folder / "templates" / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n"
        '      image: "{{ .Values.image.name }}:{{ .Values.image.tag }}"\n'
        "{{- if .Values.extra }}\n# {{ .Values.extra }}\n{{- end }}\n"
    )
    return folder


def found(outcome: Outcome, *codes: str) -> list[tuple[str, str, str, int | None]]:
    findings = json.loads(outcome.out)["findings"]
    return [(one["severity"], one["message"], one["file"], one.get("line")) for one in findings if one["code"] in codes]


VALUES = ("values-defined", "values-used", "values-schema", "values-render")


def test_a_chart_whose_values_fit(program: Program, chart: Path) -> None:
    assert found(program("validate", "web", "--json"), *VALUES) == []


def test_values_that_nobody_defines_or_reads(program: Program, chart: Path) -> None:
    template = chart / "templates" / "pod.yaml"
    template.write_text(template.read_text().replace(".Values.image.tag", ".Values.image.tga"))
    (chart / "values-prod.yaml").write_text("image: {tag: '2'}\nmore: 1\n")
    assert found(program("validate", "web", "--json"), *VALUES) == [
        ("error", ".Values.image.tga is not defined", "web/templates/pod.yaml", 7),
        ("warning", "no template reads more", "web/values-prod.yaml", 2),
        ("warning", "no template reads image.tag", "web/values.yaml", 1),
    ]
    assert "Did you mean .Values.image.tag?" in program("validate", "web").err


def test_each_values_file_is_held_against_the_schema(program: Program, chart: Path) -> None:
    (chart / "values.schema.json").write_text('{"properties": {"image": {"properties": {"tag": {"maxLength": 1}}}}}')
    (chart / "values-prod.yaml").write_text("image:\n  tag: '22'\n")
    outcome = program("validate", "web", "--json")
    assert outcome.code == 1
    assert found(outcome, "values-schema") == [("error", '"22" is longer than 1 character', "web/values-prod.yaml", 2)]
    assert found(outcome, "values-render")[0][2:] == ("web/values-prod.yaml", None)


@pytest.mark.parametrize("reference", ["https://a.example/x.json", "file:///etc/passwd", "other.json"])
def test_a_schema_that_refers_elsewhere_is_not_loaded(program: Program, chart: Path, reference: str) -> None:
    inner = chart / "charts" / "db"
    inner.mkdir(parents=True)
    (inner / "Chart.yaml").write_text("apiVersion: v2\nname: db\nversion: 1.0.0\n")
    for folder in (chart, inner):
        (folder / "values.schema.json").write_text(json.dumps({"properties": {"a": {"$ref": reference}}}))
    outcome = program("validate", "web")
    assert outcome.code == 2
    assert outcome.err.count("error schema-remote") == 2


@pytest.mark.parametrize(
    "schema",
    [
        r'{"\u0024r\u0065f": "http://127.0.0.1:9/x.json"}',
        r'{"a": {"$ref": "http:\/\/127.0.0.1:9\/x.json", "$ref": "#"}}',
        '{"$ref": "https://json-schema.org/other.json"}',
        '{"$schema": "http://127.0.0.1:9/draft-07/schema#"}',
        '{"maximum": ' + "9" * 5000 + ', "$ref": "http://127.0.0.1:9/x.json"}',
    ],
)
def test_a_reference_is_judged_as_a_validator_reads_it(program: Program, chart: Path, schema: str) -> None:
    (chart / "values.schema.json").write_text(schema)
    outcome = program("validate", "web")
    assert outcome.code == 2
    assert "error schema-remote  web/values.schema.json" in outcome.err


def test_a_schema_that_nobody_can_look_through_is_refused(program: Program, chart: Path) -> None:
    deep = '{"a": ' * 2000 + '{"$ref": "http://127.0.0.1:9/x.json"}' + "}" * 2000
    (chart / "values.schema.json").write_text(deep)
    outcome = program("validate", "web")
    assert (outcome.code, outcome.err.splitlines()[0]) == (2, "error yaml-too-deep  web/values.schema.json")


def packed(files: dict[str, bytes]) -> bytes:
    """Return a packaged chart of any files."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in {"db/Chart.yaml": b"apiVersion: v2\nname: db\nversion: 1.0.0\n", **files}.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    return content.getvalue()


def test_charts_that_are_packed_inside_a_chart_are_looked_at(program: Program, chart: Path) -> None:
    innermost = packed({"db/values.schema.json": b'{"$ref": "http://127.0.0.1:9/x.json"}'})
    (chart / "charts").mkdir()
    (chart / "charts" / "db.tgz").write_bytes(packed({"db/charts/db.tgz": innermost}))
    outcome = program("validate", "web")
    assert outcome.code == 2
    assert "error schema-remote  web/charts/db.tgz/charts/db.tgz/values.schema.json" in outcome.err


def test_a_render_that_differs_each_time_is_found_twice(program: Program, chart: Path) -> None:
    (chart / "charts").mkdir()
    inner = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: db}\ndata: {a: {{ uuidv4 }}}\n"
    (chart / "charts" / "db.tgz").write_bytes(packed({"db/templates/x.yaml": inner}))
    outcome = program("validate", "web", "--json")
    assert outcome.code == 1
    assert found(outcome, "template-functions", "render-equality") == [
        ("error", "the chart renders something else", "manifests/prod/x.yaml", None),
        (
            "error",
            "the function uuidv4 may give something else each time",
            "web/charts/db.tgz/templates/x.yaml",
            4,
        ),
    ]


@pytest.mark.parametrize("inside", [False, True])
def test_a_small_archive_that_holds_very_much_is_not_unpacked(program: Program, chart: Path, inside: bool) -> None:
    bomb = packed({f"db/templates/{number}.yaml": bytes(2**21) for number in range(40)})
    assert len(bomb) < 2**18
    (chart / "charts").mkdir()
    (chart / "charts" / "db.tgz").write_bytes(bomb)
    tracemalloc.start()
    outcome = program("validate", "web" if inside else "web/charts/db.tgz")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcome.code == 2
    assert "error archive-too-large" in outcome.err
    assert most < 2**27  # 32 MiB are unpacked to see that there is more, with a copy


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('{{ repeat 2000000000 "x" }}', "takes more than 1024 MiB of memory"),
        ("{{ range until 2000000 }}0123456789{{ end }}", "renders to more than 16 MiB of text"),
        ("{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}", "takes more than 5 s"),
    ],
)
def test_a_chart_without_end_is_not_rendered_to_its_end(
    program: Program, chart: Path, monkeypatch: pytest.MonkeyPatch, template: str, said: str
) -> None:
    if "5 s" in said:
        monkeypatch.setattr(bounds, "MOST_SECONDS", 5)
        monkeypatch.setattr(confined, "MOST_SECONDS", 5)
    (chart / "templates" / "more.yaml").write_text(template)
    outcome = program("validate", "web")
    assert outcome.code == 2
    assert outcome.err.splitlines()[0] == "error render-too-large  web"
    assert said in outcome.err.splitlines()[1]


def test_nothing_of_the_folder_is_imported_where_a_chart_is_rendered(program: Program, chart: Path) -> None:
    own = chart.parent / "foundation"
    own.mkdir()
    (own / "__init__.py").write_text("from pathlib import Path\nPath('imported').touch()\n")
    assert program("validate", "web").code == 1  # its image has no digest, and more
    assert not Path("imported").exists()


def test_the_charts_that_are_generated_have_no_finding(program: Program) -> None:
    for name in ("order-service", "nightly-report", "session-cache"):
        program("generate", str(EXAMPLES / f"{name}.yaml"), "-o", name)
        assert (
            found(program("validate", f"{name}/charts/{next(Path(name, 'charts').glob('*/')).name}", "--json"), *VALUES)
            == []
        )
