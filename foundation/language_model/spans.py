"""Spans of model calls, in OpenTelemetry's semantic conventions for generative AI.

Names: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/. Neither prompts nor answers are
recorded: they hold what bundles say.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from foundation.model.conversation import Answer, ModelIdentity

_REQUEST = {
    "temperature": "gen_ai.request.temperature",
    "top_p": "gen_ai.request.top_p",
    "max_tokens": "gen_ai.request.max_tokens",
    "max_completion_tokens": "gen_ai.request.max_tokens",
    "seed": "gen_ai.request.seed",
    "frequency_penalty": "gen_ai.request.frequency_penalty",
    "presence_penalty": "gen_ai.request.presence_penalty",
}
_PORTS = {"http": 80, "https": 443}


@contextmanager
def chat_span(identity: ModelIdentity, settings: Mapping[str, Any]) -> Iterator[Span]:
    """Open the span of one request; a failure is put on it and goes on.

    Args:
        identity: who is called.
        settings: the request's settings by their names in the API.
    """
    with _span(f"chat {identity.model}", _request_attributes(identity, settings)) as span:
        yield span


@contextmanager
def embeddings_span(identity: ModelIdentity) -> Iterator[Span]:
    """Open the span of one request for vectors; a failure is put on it and goes on.

    Args:
        identity: who is called.
    """
    attributes = {**_request_attributes(identity, {}), "gen_ai.operation.name": "embeddings"}
    with _span(f"embeddings {identity.model}", attributes) as span:
        yield span


@contextmanager
def _span(name: str, attributes: Mapping[str, Any]) -> Iterator[Span]:
    tracer = trace.get_tracer("foundation.language_model")
    with tracer.start_as_current_span(
        name, kind=SpanKind.CLIENT, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", getattr(error, "kind", type(error).__name__))
            span.set_status(Status(StatusCode.ERROR))
            raise


def _request_attributes(identity: ModelIdentity, settings: Mapping[str, Any]) -> dict[str, Any]:
    url = urlsplit(identity.base_url)
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": identity.provider,
        "gen_ai.request.model": identity.model,
        "gen_ai.output.type": "json" if "response_format" in settings else "text",
    }
    if url.hostname:
        attributes |= {"server.address": url.hostname, "server.port": url.port or _PORTS.get(url.scheme, 443)}
    return attributes | {name: settings[key] for key, name in _REQUEST.items() if key in settings}


def describe_answer(span: Span, answer: Answer, cost: float | None) -> None:
    """Put what came back on the span; the cost is an attribute of ours, since the conventions have none."""
    span.set_attribute("gen_ai.response.finish_reasons", [answer.finish_reason])
    for name, value in (("gen_ai.response.model", answer.model), ("gen_ai.response.id", answer.response_id)):
        if value is not None:
            span.set_attribute(name, value)
    if answer.usage is not None:
        span.set_attribute("gen_ai.usage.input_tokens", answer.usage.input_tokens)
        span.set_attribute("gen_ai.usage.output_tokens", answer.usage.output_tokens)
    if cost is not None:
        span.set_attribute("infragen.gen_ai.cost_usd", cost)
