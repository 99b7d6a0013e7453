import pytest

from plugins.k8s_validator.subject.template_references import Keys, references


def found(text: str, **others: str) -> list[tuple[Keys, bool]]:
    return [(item.path, item.tolerant or item.guarded) for item in references({"t.yaml": text, **others})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ .Values.a.b }}", [(("a", "b"), False)]),
        ("{{- .Values.a -}} {{ $.Values.b }} {{ $root.Values.c }} {{ .ctx.Values.d }}", [
            (("a",), False), (("b",), False), (("c",), False), (("d",), False)]),
        ("{{ .Values }}", [((), False)]),
        ("{{ toYaml .Values | indent 2 }}", [((), False)]),
        ("{{ .Values.a | default .Values.b }}", [(("a",), True), (("b",), True)]),
        ('{{ index .Values "a-b" "c" }}', [(("a-b", "c"), False)]),
        ('{{ index .Values.x "a-b" }}', [(("x", "a-b"), False)]),
        ('{{ hasKey .Values.x "y" }}', [(("x", "y"), True)]),
        ('{{ dig "a" "b" "none" .Values.x }}', [(("x", "a", "b"), True)]),
        ('{{ "{{ .Values.text }}" }} {{ `.Values.raw` }} {{/* .Values.comment */}}', []),
        ("{{ if .Values.a }}{{ .Values.a.b }}{{ else }}{{ .Values.a.c }}{{ end }}{{ .Values.a.d }}", [
            (("a",), True), (("a", "b"), True), (("a", "c"), False), (("a", "d"), False)]),
        ("{{ with .Values.a }}{{ $.Values.b }}{{ end }}", [(("a",), True), (("b",), False)]),
        ("{{ range $k, $v := .Values.a }}{{ .b }}{{ end }}", [(("a",), True)]),
        ("no action .Values.a", []),
        ("""{{ '"' }}{{ .Values.a }}{{ '\\'' }}{{ .Values.b }}{{ '"' }}""", [(("a",), False), (("b",), False)]),
        ("""{{ "/*" | cat .Values.a "*/" }}""", [(("a",), False)]),
        ("{{ .Release.Name }} {{ .Subcharts.db.Values.x }}", []),
        ("{{ .Values.a", []),
        ("{{ end }}{{ else }}{{ .Values.a }}", [(("a",), False)]),
    ],
)  # fmt: skip
def test_uses_are_found(text: str, expected: list[tuple[Keys, bool]]) -> None:
    assert found(text) == expected


def test_named_templates_count_where_they_are_included() -> None:
    helpers = '{{ define "a" }}{{ .Values.a }}{{ include "b" . }}{{ end }}{{ define "b" }}{{ .Values.b }}{{ end }}'
    helpers += '{{ define "c" }}{{ .Values.c }}{{ end }}'
    assert found('{{ include "a" . }}', **{"_h.tpl": helpers}) == [(("a",), False), (("b",), False)]
    assert found("nothing", **{"_h.tpl": helpers}) == []
    every = found('{{ include (printf "%s" .x) . }}', **{"_h.tpl": helpers})
    assert [path for path, _ in every] == [("a",), ("b",), ("c",)]


def test_lines_and_large_text() -> None:
    (reference,) = references({"t": "\n\n{{\n.Values.a }}"})
    assert reference.line == 3
    for text in ("{{ ", "{{ /* */", '{{ "', "{{ }", "{{ index "):
        assert references({"t": text * 50_000}) == []
    assert references({"t": "{{ /* */" + "/* */ " * 50_000}) == []
    assert references({"t": '{{ "' + "\\" * 100_000}) == []
    assert len(references({"t": "{{ .Values.a }}\n" * 5_000})) == 5_000
