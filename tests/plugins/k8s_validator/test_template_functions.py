"""Templates that give the same each time, and those that may not."""

from types import SimpleNamespace
from typing import Any

import pytest

from plugins.k8s_validator.rules.checks.chart.template_functions import CHECK
from plugins.k8s_validator.subject.subject import ChartSubject, Subject

SAME_EACH_TIME = [
    "{{ range $k := keys .Values.a | sortAlpha }}{{ end }}",
    "{{ $x := keys .Values.a | uniq | sortAlpha | first }}",
    '{{ if has "a" (keys .Values.a) }}{{ end }}',
    "{{ len (keys .Values.a) }}",
    "{{ range (keys .Values.a | sortAlpha) }}{{ end }}",
    '{{ (values .Values.a | sortAlpha) | join "," }}',
    "{{ tpl .Values.a . }}",
    "{{ tpl (toYaml .Values.a) $ | nindent 2 }}",
    '{{ tpl "{{ .Release.Name }}" . }}',
    '{{ tpl ( .Files.Get "x" ) . }}',
    "{{ $v := .Values.a | toYaml }}{{ tpl $v . }}",
    "{{ range $k, $v := .Values.a }}{{ tpl $v $ }}{{ end }}",
    '{{ define "r" }}{{ $value := typeIs "string" .value | ternary .value (.value | toYaml) }}'
    '{{ tpl $value .context }}{{ end }}{{ include "r" (dict "value" .Values.a "context" $) }}',
    '{{ define "x" }}{{ now }}{{ end }}',
    '{{ .Values.now }} {{ $now }} {{ "now" }} {{ 0x1F }} {{ 1e5 }}',
    '{{ if and (not .Values.x) (eq .a "b") }}{{ else if or .x true }}{{ end }}',
    "{{- with .Values.x -}}{{ . }}{{- end -}}",
    "{{/* now */}}",
]
NOT_FOR_SURE = [
    "{{ now }}",
    "{{ range keys .Values.a }}{{ end }}",
    "{{ first (keys .Values.a) }}",
    '{{ join "," (values .Values.a) }}',
    "{{ $x := keys .Values.a }}",
    '{{ date_in_zone "x" .a "UTC" }}',
    "{{ htmlDate . }}",
    '{{ toDate "x" "y" }}',
    '{{ durationRound "1h" }}',
    '{{ lookup "v1" }}',
    '{{ tpl (printf "{{ %s }}" "now") . }}',
    '{{ tpl "{{ now }}" . }}',
    '{{ $v := printf "{{ %s }}" "now" }}{{ tpl $v . }}',
    '{{ define "r" }}{{ tpl .value . }}{{ end }}{{ include "r" (dict "value" (printf "x")) }}',
    '{{ tpl (include "x" .) . }}',
    "{{ call .x }}",
    "{{ randAlpha 5 }}",
    '{{ tpl "\\u007b\\u007b now }}" . }}',
    "{{ tpl `{{ now }}` . }}",
    '{{ include (printf "x.%s" "y") . }}{{ define "x.y" }}{{ now }}{{ end }}',
    "{{ (keys .Values.a) | first }}",
    '{{ genCA "x" 1 }}',
    '{{ getHostByName "x" }}',
    '{{ env "X" }}',
    "{{ (now).Unix }}",
    "{{ .x | uuidv4 }}",
]


def found(templates: dict[str, str], values: str = "", inner: dict[str, bytes] | None = None) -> list[str]:
    """Return what the check says of a chart's templates."""
    files = {path: text.encode() for path, text in templates.items()} | (inner or {}) | {"values.yaml": values.encode()}
    chart = ChartSubject(name="web", namespace="web", folder="web/", archive=b"", values={}, files=files)
    setup: Any = SimpleNamespace()
    texts = {f"web/{path}": text for path, text in templates.items()}
    subject = Subject(files={}, setup=setup, digest="", chart=chart, templates=texts)
    return [f"{finding.file}:{finding.line} {finding.message}" for finding in CHECK.run(CHECK, subject)]


@pytest.mark.parametrize("text", SAME_EACH_TIME)
def test_what_a_template_may_say(text: str) -> None:
    assert found({"templates/x.yaml": text}) == []


@pytest.mark.parametrize("text", NOT_FOR_SURE)
def test_what_a_template_may_not_say(text: str) -> None:
    assert found({"templates/x.yaml": f"a: 1\n{text}\n"})[0].startswith("web/templates/x.yaml:2 ")


def test_values_and_files_that_tpl_is_given_are_looked_at() -> None:
    template = {"templates/x.yaml": '{{ tpl .Values.a . }}{{ tpl (.Files.Get "b.txt") . }}'}
    inner = {"b.txt": b"{{ uuidv4 }}", "README.md": b"{{ now }}"}
    assert found(template, "a: 1\nb: '{{ now }}'\n", inner) == [
        "web/b.txt:1 the function uuidv4 may give something else each time",
        "web/values.yaml:2 the function now may give something else each time",
    ]
    assert found({"templates/x.yaml": "{{ .Values.a }}"}, "a: '{{ now }}'\n") == []


def test_charts_inside_a_chart_count_as_far_as_they_run() -> None:
    inner = {"charts/db/templates/_x.tpl": b'{{ define "db.x" }}{{ now }}{{ end }}'}
    assert found({"templates/x.yaml": "a: 1"}, inner=inner) == []
    (said,) = found({"templates/x.yaml": 'a: {{ include "db.x" . }}'}, inner=inner)
    assert said == "web/charts/db/templates/_x.tpl:1 the function now may give something else each time"
