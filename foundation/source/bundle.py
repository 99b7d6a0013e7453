"""Reading bundles: text in, typed bundles out."""

import json
from collections.abc import Iterator

from foundation.model.base import FrozenModel
from foundation.model.bundle.application import Application
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import sha256
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.application import is_application, member_document, members, moved
from foundation.source.assignment import Assignment, apply
from foundation.source.attachments import FileReader, attach
from foundation.source.document import decode, parse_documents
from foundation.source.order import in_one_order
from foundation.source.plain import check_bounds, data_problems
from foundation.source.salvage import PartlyReadError, Salvaged, rest_of, salvage, shown_paths
from foundation.source.tree import Document
from foundation.source.validation import validate


class SourcedBundle(FrozenModel):
    """A bundle, where it came from and the digest of what it says.

    Attributes:
        bundle: the bundle.
        source: its name for messages; of several in one file each has a number.
        digest: digest of its content.
        locations: line and column of each path.
        file: the file's name.
        assigned: what the command line set, by path: the text that did.
    """

    bundle: Bundle
    source: str
    digest: str
    locations: dict[str, tuple[int, int]] = {}
    file: str = ""
    assigned: dict[str, str] = {}

    def request(self, options: Options) -> GenerationRequest:
        """Return the request to generate this bundle."""
        return GenerationRequest(
            bundle=self.bundle,
            source=self.source,
            digest=self.digest,
            locations=self.locations,
            file=self.file,
            assigned=self.assigned,
            options=options,
        )


def read_bundles(
    content: bytes, file: str, assignments: list[Assignment] | None = None, read: FileReader | None = None
) -> list[SourcedBundle]:
    """Read every bundle of a YAML or JSON file; an application gives one for each of its components.

    Args:
        content: the file's bytes.
        file: its name, for messages.
        assignments: changes from the command line, applied before validation.
        read: reads the files that a bundle names by path; ``None`` refuses them.

    Raises:
        InputError: with every mistake of the file.
    """
    documents = parse_documents(decode(content, file), file)
    if not documents:
        raise InputError(
            Problem(
                code="empty-file",
                message="there is no bundle in the file",
                remedy="Write a bundle; `infra-engineer schema` prints its form.",
                file=file,
            )
        )
    bundles: list[SourcedBundle] = []
    problems: list[Problem] = []
    rest: list[Salvaged] = []
    for number, document in enumerate(documents, 1):
        source = file if len(documents) == 1 else f"{file}#{number}"
        try:
            apply(document, assignments or [])
            bundles += _bundles(document, file, source, read)
        except InputError as error:
            problems.extend(error.problems)
            rest += rest_of(error)
    if problems:
        raise PartlyReadError(*problems, rest=(*map(whole, bundles), *rest))
    return bundles


def whole(bundle: SourcedBundle) -> Salvaged:
    """Return a bundle without mistakes beside others that have some."""
    return Salvaged(source=bundle, left_out=[])


def bundle_from_data(data: object, source: str) -> SourcedBundle:
    """Take a bundle that is already plain data, as an MCP client sends it.

    Raises:
        InputError: with every mistake.
    """
    bundles = bundles_from_data(data, source)
    if len(bundles) > 1:
        message = f"the application has {len(bundles)} components; this takes one"
        raise InputError(Problem(code="many-bundles", message=message, remedy="Send one component.", file=source))
    return bundles[0]


def bundles_from_data(data: object, source: str) -> list[SourcedBundle]:
    """Take a bundle or an application that is already plain data.

    Raises:
        InputError: with every mistake.
    """
    return _bundles(Document(data=data), source, source, None)


def _bundles(document: Document, file: str, source: str, read: FileReader | None) -> list[SourcedBundle]:
    check_bounds(document, file)
    problems = list(data_problems(document, file))
    plain = not problems
    try:
        attach(document, file, read)
    except InputError as error:
        problems += error.problems
    document.data = in_one_order(document.data)
    try:
        bundles = _members(document, file) if is_application(document.data) else _single(document, file)
    except InputError as error:
        rest = tuple(_rest(document, file, source, problems)) if plain else ()
        raise PartlyReadError(*problems, *error.problems, rest=rest) from None
    if problems:
        raise PartlyReadError(*problems, rest=tuple(_rest(document, file, source, problems)) if plain else ())
    return [_sourced(bundle, located, file, source) for bundle, located in bundles]


def _sourced(bundle: Bundle, located: Document, file: str, source: str) -> SourcedBundle:
    return SourcedBundle(
        bundle=bundle,
        source=source,
        digest=bundle_digest(bundle),
        locations=located.locations(),
        file=file,
        assigned=located.assignments(),
    )


def _rest(document: Document, file: str, source: str, problems: list[Problem]) -> Iterator[Salvaged]:
    """Yield what remains of a document's bundles without its mistakes."""
    known = [problem.path for problem in problems if problem.path]
    if not is_application(document.data):
        single = salvage(Bundle, document.data)
        if single is not None:
            yield Salvaged(
                source=_sourced(single[0], document, file, source), left_out=[*shown_paths(single[1]), *known]
            )
        return
    several = salvage(Application, document.data)
    if several is None or len(several[0].components) != len(document.data["components"]):
        return
    for index, bundle in enumerate(members(several[0])):
        left_out = [moved(path, index) for path in several[1] if path[:1] != ("components",) or path[1:2] == (index,)]
        member = _sourced(bundle, member_document(document, index), file, source)
        yield Salvaged(source=member, left_out=[*shown_paths(left_out), *known])


def _single(document: Document, file: str) -> list[tuple[Bundle, Document]]:
    return [(validate(Bundle, document, file), document)]


def _members(document: Document, file: str) -> list[tuple[Bundle, Document]]:
    bundles = members(validate(Application, document, file))
    return [(bundle, member_document(document, index)) for index, bundle in enumerate(bundles)]


def bundle_digest(bundle: Bundle) -> str:
    """Return a digest of what the bundle says; spelling, order of keys and format do not count."""
    content = bundle.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
