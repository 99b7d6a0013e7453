"""A receiver of OTLP on this machine, for both protocols, that keeps what it gets."""

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import grpc
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2_grpc import (
    MetricsServiceServicer,
    add_MetricsServiceServicer_to_server,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import (
    TraceServiceServicer,
    add_TraceServiceServicer_to_server,
)


@dataclass(frozen=True)
class Span:
    """A span as it was received."""

    name: str
    trace: str
    span: str
    parent: str
    attributes: dict[str, Any]
    events: list[tuple[str, dict[str, Any]]]
    status: int
    service: dict[str, Any] = field(compare=False)


@dataclass
class Received:
    """Everything that was sent.

    Attributes:
        endpoint: where to send it.
    """

    endpoint: str
    spans: list[Span] = field(default_factory=list)
    metrics: dict[str, list[tuple[dict[str, Any], float]]] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)

    def take_spans(self, request: ExportTraceServiceRequest) -> None:
        """Keep spans."""
        for resource in request.resource_spans:
            service = _values(resource.resource.attributes)
            for scope in resource.scope_spans:
                self.spans += [_span(span, service) for span in scope.spans]

    def take_metrics(self, request: ExportMetricsServiceRequest) -> None:
        """Keep the values of metrics; of a histogram, how many there were."""
        for resource in request.resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    points = getattr(metric, metric.WhichOneof("data")).data_points
                    self.metrics.setdefault(metric.name, []).extend(
                        (_values(point.attributes), _value(point)) for point in points
                    )

    def named(self, name: str) -> Span:
        """Return the one span of a name."""
        (found,) = [span for span in self.spans if span.name == name]
        return found


def _span(span: Any, service: dict[str, Any]) -> Span:
    return Span(
        name=span.name,
        trace=span.trace_id.hex(),
        span=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        attributes=_values(span.attributes),
        events=[(event.name, _values(event.attributes)) for event in span.events],
        status=span.status.code,
        service=service,
    )


def _values(pairs: Any) -> dict[str, Any]:
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in pairs}


def _value(point: Any) -> float:
    if hasattr(point, "bucket_counts"):
        return float(point.count)
    return float(getattr(point, point.WhichOneof("value")))


@contextmanager
def http_receiver() -> Iterator[Received]:
    """Receive OTLP over HTTP with protocol buffers."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            received.headers.append(dict(self.headers.items()))
            answer: Any
            if self.path == "/v1/traces":
                received.take_spans(ExportTraceServiceRequest.FromString(body))
                answer = ExportTraceServiceResponse()
            else:
                assert self.path == "/v1/metrics", self.path
                received.take_metrics(ExportMetricsServiceRequest.FromString(body))
                answer = ExportMetricsServiceResponse()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.end_headers()
            self.wfile.write(answer.SerializeToString())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received = Received(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def grpc_receiver() -> Iterator[Received]:
    """Receive OTLP over gRPC."""

    class Traces(TraceServiceServicer):  # type: ignore[misc]
        def Export(self, request: Any, context: Any) -> ExportTraceServiceResponse:  # noqa: N802
            received.headers.append(dict(context.invocation_metadata()))
            received.take_spans(request)
            return ExportTraceServiceResponse()

    class Metrics(MetricsServiceServicer):  # type: ignore[misc]
        def Export(self, request: Any, _context: Any) -> ExportMetricsServiceResponse:  # noqa: N802
            received.take_metrics(request)
            return ExportMetricsServiceResponse()

    server = grpc.server(ThreadPoolExecutor(2))
    add_TraceServiceServicer_to_server(Traces(), server)
    add_MetricsServiceServicer_to_server(Metrics(), server)
    received = Received(f"http://127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}")
    server.start()
    try:
        yield received
    finally:
        server.stop(None)
