import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from foundation.model.conversation import Message
from tests.foundation.language_model.conftest import Connected
from tests.support.chat_server import completion, failure


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[ReadableSpan]]]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield lambda: list(exporter.get_finished_spans())
    provider.shutdown()


def test_each_attempt_has_a_span_and_none_tells_what_was_said(
    connected: Callable[..., Connected], spans: Callable[[], list[ReadableSpan]]
) -> None:
    found = connected(failure(503, "overloaded"), completion("the secret answer", usage=(1000, 100)))
    asyncio.run(found.model.ask([Message(role="user", text="the secret question")], {"max_tokens": 50, "top_p": 0.5}))

    failed, answered = spans()

    common: dict[str, Any] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.output.type": "text",
        "gen_ai.request.max_tokens": 50,
        "gen_ai.request.top_p": 0.5,
        "server.address": "127.0.0.1",
        "server.port": int(found.server.url.rsplit(":", 1)[1].split("/")[0]),
    }
    assert dict(failed.attributes or {}) == common | {"error.type": "503"}
    assert failed.status.status_code is StatusCode.ERROR
    assert dict(answered.attributes or {}) == common | {
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.response.model": "gpt-4o-2024-08-06",
        "gen_ai.response.id": "chatcmpl-1",
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 100,
        "infragen.gen_ai.cost_usd": pytest.approx(0.0035),
    }
    assert {span.name for span in (failed, answered)} == {"chat gpt-4o"}
    assert {span.kind for span in (failed, answered)} == {SpanKind.CLIENT}
    assert "secret" not in failed.to_json() + answered.to_json()
