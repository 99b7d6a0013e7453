"""The last hand on a chart: the final metadata block, and where drafted files say that they come from."""

from typing import Any

import yaml

from foundation.catalog.library import TemplateLibrary
from foundation.model.chart.chart import Chart, ChartFile
from foundation.model.chart.templates import ResourceTemplate, TemplateSet
from foundation.model.run.trace import TraceMetadata
from plugins.post_processor.finish import finish_chart

METADATA = TraceMetadata(labels={}, annotations={}, chart_annotations={"trace_id": "t-1", "generated_by": "agent"})
#: Free text of people, which would end a comment and start an expression if it were put into one.
ORIGIN = {"draft_digest": "sha256:" + "a" * 64, "draft_approved_by": '*/}}{{ fail "x" }}'}


def chart_of(**files: str) -> Chart:
    texts = {"Chart.yaml": "apiVersion: v2\nname: x\n", **files}
    kept = [ChartFile(path=path, text=text) for path, text in texts.items()]
    return Chart(name="x", version="1.0.0", app_version="1.0.0", namespace="n", files=kept, values={})


def templates_of(library: TemplateLibrary, annotations: dict[str, str], *resources: ResourceTemplate) -> TemplateSet:
    found = library.load("microservice", None)
    chart = found.chart.model_copy(update={"annotations": annotations})
    return found.model_copy(update={"chart": chart, "resources": list(resources)})


def resource(identifier: str, target: str) -> ResourceTemplate:
    return ResourceTemplate(id=identifier, source="x.yaml", target=target, sections=[], text="")


def finished(chart: Chart, templates: TemplateSet) -> dict[str, str]:
    return {file.path: file.text for file in finish_chart(chart, templates, METADATA).files}


def test_chart_yaml_ends_with_trace_template_and_draft(library: TemplateLibrary) -> None:
    text = finished(chart_of(), templates_of(library, ORIGIN))["Chart.yaml"]
    about: dict[str, Any] = yaml.safe_load(text)
    assert list(about) == ["apiVersion", "name", "annotations"]
    assert about["annotations"] == {
        **METADATA.chart_annotations, **ORIGIN, "template_id": "helm-microservice-template-v3",
    }  # fmt: skip


def test_templates_are_formatted_and_all_else_stays(library: TemplateLibrary) -> None:
    files = {"templates/a.yaml": "a: 1  \r\n\n\n", "values.yaml": "a: 1  \n", "README.md": "a  \n"}
    resources = [resource("a-v1", "templates/a.yaml"), resource("readme-v1", "README.md")]
    found = finished(chart_of(**files), templates_of(library, {}, *resources))
    assert found["templates/a.yaml"] == "a: 1\n"
    assert (found["values.yaml"], found["README.md"]) == (files["values.yaml"], files["README.md"])


def test_only_files_of_a_draft_say_so_and_free_text_stays_out(library: TemplateLibrary) -> None:
    files = {"templates/a.yaml": "a: 1\n", "templates/b.yaml": "b: 1\n"}
    resources = [resource("a-v1", "templates/a.yaml"), resource("drafted-x-b-v1", "templates/b.yaml")]
    found = finished(chart_of(**files), templates_of(library, ORIGIN, *resources))
    head, _, rest = found["templates/b.yaml"].partition("\n")
    assert (found["templates/a.yaml"], rest) == ("a: 1\n", "b: 1\n")
    assert ORIGIN["draft_digest"] in head
    assert "fail" not in head
    assert head.startswith("{{- /*")
    assert head.endswith("*/ -}}")
