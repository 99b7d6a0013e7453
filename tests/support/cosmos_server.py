"""A stand-in for Azure Cosmos DB on loopback: the part of its HTTP that memory uses, and no more of it.

It checks the signature of each request, keeps items by partition key, gives them ETags, and answers with the codes of
the service: 404 for what is not there, 409 for what is there already, 412 for another ETag, 413 for what is too large,
207 for a batch of which an operation failed, none of which holds then. Of the query language it knows the queries of
memory alone.
"""

import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

KEY = base64.b64encode(b"no secret: the key of the stand-in").decode()
DATABASE, CONTAINER = "infra-engineer", "memory"
_LARGEST = 2 * 1024 * 1024
_MOST_OPERATIONS = 100
_PAGE = 100
_COLLECTION = f"/dbs/{DATABASE}/colls/{CONTAINER}"
_QUERY = re.compile(
    r"SELECT (?:\*|c\.key|c\.kind, c\.size) FROM c WHERE (?P<where>c\.kind = @kind|IS_DEFINED\(c\.size\))"
    r"(?P<lookups>(?: AND ARRAY_CONTAINS\(c\.lookups, @lookup[0-9]\))*)(?: ORDER BY c\.sequence (?P<order>ASC|DESC))?"
    r"(?: OFFSET (?P<skip>[0-9]+) LIMIT (?P<limit>[0-9]+))?"
)

Item = dict[str, Any]
Partition = tuple[str, ...]


class CosmosError(Exception):
    """What a request is refused with."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status


class CosmosAccount:
    """The items of a container, by partition and id."""

    def __init__(self) -> None:
        self.partitions: dict[Partition, dict[str, Item]] = {}
        self.lock = threading.Lock()
        #: Status codes that the next requests for items are refused with.
        self.refusals: list[int] = []
        self._etag = 0

    def read(self, partition: Partition, name: str) -> Item:
        try:
            return self.partitions[partition][name]
        except KeyError:
            raise CosmosError(404, "NotFound") from None

    def apply(self, partition: Partition, operation: dict[str, Any]) -> tuple[int, Item | None]:
        """Do one operation of a batch, or one request."""
        items = self.partitions.setdefault(partition, {})
        kind, body = operation["operationType"], operation.get("resourceBody")
        name = operation.get("id") or (body or {}).get("id")
        if kind == "Delete":
            self.read(partition, name)
            del items[name]
            return 204, None
        assert body is not None
        if (body.get("tenant"), body.get("workspace")) != partition:
            raise CosmosError(400, "PartitionKeyMismatch")
        if len(json.dumps(body)) > _LARGEST:
            raise CosmosError(413, "RequestEntityTooLarge")
        there = items.get(name)
        if kind == "Create" and there is not None:
            raise CosmosError(409, "Conflict")
        if kind == "Replace":
            there = self.read(partition, name)
        if operation.get("ifMatch") not in (None, there and there["_etag"]):
            raise CosmosError(412, "PreconditionFailed")
        self._etag += 1
        items[name] = {**body, "_etag": f'"{self._etag:08}"'}
        return (200 if there is not None else 201), items[name]

    def batch(self, partition: Partition, operations: list[dict[str, Any]]) -> tuple[int, list[dict[str, Any]]]:
        if len(operations) > _MOST_OPERATIONS:
            raise CosmosError(400, "BadRequest")
        if len(json.dumps(operations)) > _LARGEST:
            raise CosmosError(413, "RequestEntityTooLarge")
        before = dict(self.partitions.get(partition, {}))
        results: list[dict[str, Any]] = []
        for number, operation in enumerate(operations):
            try:
                status, item = self.apply(partition, operation)
            except CosmosError as error:
                self.partitions[partition] = before
                failed = [{"statusCode": 424, "requestCharge": 0} for _ in operations]
                failed[number] = {"statusCode": error.status, "requestCharge": 0}
                return 207, failed
            results.append({"statusCode": status, "requestCharge": 1.0, "resourceBody": item})
        return 200, results

    def query(self, partition: Partition, text: str, values: dict[str, str]) -> list[Item]:
        found = _QUERY.fullmatch(text)
        if found is None:
            raise CosmosError(400, "BadRequest")
        items = list(self.partitions.get(partition, {}).values())
        if found["where"].startswith("c.kind"):
            items = [item for item in items if item.get("kind") == values["@kind"]]
        else:
            items = [item for item in items if "size" in item]
        for name in re.findall("@lookup[0-9]", found["lookups"]):
            items = [item for item in items if values[name] in item["lookups"]]
        if found["order"]:
            items.sort(key=lambda item: item["sequence"], reverse=found["order"] == "DESC")
        if found["skip"]:
            return items[int(found["skip"]) :][: int(found["limit"])]
        return items


class _Handler(BaseHTTPRequestHandler):
    account: CosmosAccount
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            with self.account.lock:
                status, content, headers = self._answered(body)
        except CosmosError as error:
            status, content, headers = error.status, {"code": str(error), "message": str(error)}, {}
        text = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "x-ms-request-charge": "1", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _answered(self, body: bytes) -> tuple[int, Any, dict[str, str]]:
        path = unquote(self.path).rstrip("/")
        self._check_signature(path)
        if path == "":
            return 200, self._description(), {}
        if path == _COLLECTION:
            key = {"paths": ["/tenant", "/workspace"], "kind": "MultiHash", "version": 2}
            return 200, {"id": CONTAINER, "_rid": "AAAAAAAAAAA=", "partitionKey": key}, {}
        if path == f"{_COLLECTION}/pkranges":
            whole = {"id": "0", "minInclusive": "", "maxExclusive": "FF", "_rid": "AAAAAAAAAAA=", "parents": []}
            return 200, {"PartitionKeyRanges": [whole], "_count": 1}, {"etag": '"1"'}
        if not path.startswith(f"{_COLLECTION}/docs"):
            raise CosmosError(404, "NotFound")
        if self.account.refusals:
            raise CosmosError(self.account.refusals.pop(0), "Refused")
        return self._of_items(path.removeprefix(f"{_COLLECTION}/docs").strip("/"), body)

    def _of_items(self, name: str, body: bytes) -> tuple[int, Any, dict[str, str]]:
        partition = tuple(json.loads(self.headers["x-ms-documentdb-partitionkey"]))
        account, data = self.account, json.loads(body) if body else None
        if self.command == "GET":
            item = account.read(partition, name)
            return 200, item, {"etag": item["_etag"]}
        if self.headers.get("x-ms-documentdb-isquery", "").lower() == "true":
            return self._of_query(partition, data)
        if self.headers.get("x-ms-cosmos-is-batch-request", "").lower() == "true":
            status, results = account.batch(partition, data)
            return status, results, {}
        upsert = self.headers.get("x-ms-documentdb-is-upsert", "").lower() == "true"
        kind = "Delete" if self.command == "DELETE" else "Upsert" if upsert else "Create"
        operation = {"operationType": kind, "id": name or None, "resourceBody": data}
        status, made = account.apply(partition, operation)
        return status, made, {}

    def _of_query(self, partition: Partition, data: Any) -> tuple[int, Any, dict[str, str]]:
        values = {one["name"]: one["value"] for one in data.get("parameters", [])}
        found = self.account.query(partition, data["query"], values)
        start = int(self.headers.get("x-ms-continuation") or 0)
        page = found[start : start + _PAGE]
        more = {"x-ms-continuation": str(start + _PAGE)} if len(found) > start + _PAGE else {}
        return 200, {"Documents": page, "_count": len(page), "_rid": "AAAAAAAAAAA="}, more

    def _check_signature(self, path: str) -> None:
        """Hold the request against the account's key, as the service documents it."""
        parts = path.strip("/").split("/") if path else []
        kind = parts[-1] if len(parts) % 2 else (parts[-2] if parts else "")
        link = "/".join(parts[:-1] if len(parts) % 2 else parts)
        text = f"{self.command.lower()}\n{kind}\n{link}\n{self.headers['x-ms-date'].lower()}\n\n"
        digest = hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()
        wanted = f"type=master&ver=1.0&sig={base64.b64encode(digest).decode()}"
        if unquote(self.headers.get("authorization", "")) != wanted:
            raise CosmosError(401, "Unauthorized")

    def _description(self) -> dict[str, Any]:
        host = f"http://{self.headers['Host']}/"
        locations = [{"name": "here", "databaseAccountEndpoint": host}]
        return {
            "id": "stand-in",
            "writableLocations": locations,
            "readableLocations": locations,
            "enableMultipleWriteLocations": False,
            "userConsistencyPolicy": {"defaultConsistencyLevel": "Session"},
            "queryEngineConfiguration": "{}",
        }


@contextmanager
def cosmos_server() -> Iterator[tuple[str, CosmosAccount]]:
    """Run a stand-in until the block ends, and give its address and what it holds."""
    account = CosmosAccount()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"account": account}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", account
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
