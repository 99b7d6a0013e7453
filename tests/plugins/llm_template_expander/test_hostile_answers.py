"""Whatever a model answers: nothing gets out, and every answer ends in a clear finding."""

import pytest

from foundation.model.conversation import Answer
from foundation.model.drafts.policy import DraftableKind
from plugins.llm_template_expander.generated import generated_template
from tests.plugins.llm_template_expander.hostile import corpus
from tests.support.drafting import Workshop, codes

CORPUS = corpus()


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len({str(answer) for _, answer, _ in CORPUS}) >= 300
    assert len({name for name, _, _ in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize(("answer", "expected"), [row[1:] for row in CORPUS], ids=[row[0] for row in CORPUS])
def test_nothing_gets_past_the_gate(shared_workshop: Workshop, answer: str | Answer, expected: str) -> None:
    result = shared_workshop.generate([answer] * 5)
    assert result.status == "blocked"
    assert result.fault == "gate"
    assert codes(result) & set(expected.split("|")), result.problems
    assert result.artifacts is None
    assert result.receipt is None
    assert not shared_workshop.out.exists()
    assert shared_workshop.locks == []
    names = [event.event for event in result.events.events]
    assert names == ["InfraValidationFailed", "InfrastructureGenerationFailed"]
    for problem in result.problems:
        assert problem.code
        assert problem.remedy
        assert problem.message.isprintable()
        assert len(problem.message) <= 200
    assert len(shared_workshop.chat.asked) <= 2, "a model that repeats itself is not asked again and again"


def test_the_mark_of_the_charts_name_is_text_in_a_draft() -> None:
    about = DraftableKind(description="x", api_version="x/v1", filled={"selector.matchLabels": "selector"})
    text = generated_template("probe", "Probe", about, {"path": "/<CHARTNAME>/x"}).text
    # Whoever writes the chart puts its name at the marks; Helm makes the mark of the rest again.
    assert '  path: "/{{ "<CHART" }}NAME>/x"\n' in text
    assert text.count("<CHARTNAME>") == 2
