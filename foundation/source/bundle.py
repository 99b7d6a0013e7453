"""Reading bundles: text in, typed bundles out."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.mistakes import Mistakes
from foundation.model.run.artifacts import sha256
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.application import is_application, member_document, members, moved_paths
from foundation.source.assignment import Assignment, apply
from foundation.source.attachments import FileReader, attach
from foundation.source.document import PartlyParsedError, decode, parse_documents
from foundation.source.order import in_one_order
from foundation.source.plain import check_bounds, unfit
from foundation.source.salvage import PartlyReadError, Salvaged, rest_of, salvage, shown_paths
from foundation.source.tree import Document, Path, dotted, shown
from foundation.source.validation import validate

if TYPE_CHECKING:
    from foundation.model.bundle.application import Application

#: So many wrong documents of a file are told: finding all that is wrong with one takes a thousand times as long as
#: sending it, and nobody reads more.
MOST_BROKEN = 100


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
    documents, problems = _documents(decode(content, file), file)
    if not documents and not problems:
        raise InputError(_empty(file))
    bundles: list[SourcedBundle] = []
    rest: list[Salvaged] = []
    broken = 0
    for number, document in enumerate(documents, 1):
        if broken == MOST_BROKEN:
            problems.append(_too_many(file, len(documents) - number + 1))
            break
        source = file if len(documents) == 1 else f"{file}#{number}"
        mistakes = Mistakes()
        mistakes.attempt(_change, document, assignments or [])
        try:
            bundles += _bundles(document, file, source, read)
        except InputError as error:
            mistakes.add(*error.problems)
            rest += rest_of(error)
        problems += mistakes.problems
        broken += bool(mistakes.problems)
    if problems:
        raise PartlyReadError(*dict.fromkeys(problems), rest=(*map(whole, bundles), *rest))
    return bundles


def _too_many(file: str, left: int) -> Problem:
    return Problem(
        code="too-many-mistakes",
        message=f"{MOST_BROKEN} documents of the file are wrong; {left} after them were not looked at",
        remedy="Mend these first; what is wrong with all of them may be one thing.",
        file=file,
    )


def _change(document: Document, assignments: list[Assignment]) -> None:
    """Put assignments into a document; those that are for the bundle of one component reach none of several.

    Raises:
        InputError: with each assignment that has no place.
    """
    astray = [one for one in assignments if one.path[0] == "component" and is_application(document.data)]
    mistakes = Mistakes()
    mistakes.attempt(apply, document, [one for one in assignments if one not in astray])
    mistakes.add(*(_of_no_component(one, document.data["components"]) for one in astray))
    if mistakes.problems:
        raise InputError(*mistakes.problems)


def _of_no_component(assignment: Assignment, components: Any) -> Problem:
    named = [one.get("name") for one in components if isinstance(one, dict)] if isinstance(components, list) else []
    name = next((name for name in named if isinstance(name, str)), "NAME")
    return Problem(
        code="wrong-assignment",
        message="this is an application of several components, and component means none of them",
        remedy=f"Name the one that is meant, as in {shown(dotted(('components', name, *assignment.path[1:])))}; "
        "what is the same for all of them stands under shared.",
        file=f"{Flag.SET} {shown(assignment.text)}",
    )


def _documents(text: str, file: str) -> tuple[list[Document], list[Problem]]:
    try:
        return parse_documents(text, file), []
    except PartlyParsedError as error:
        return error.documents, list(error.problems)


def _empty(file: str) -> Problem:
    return Problem(
        code="empty-file",
        message="there is no bundle in the file",
        remedy="Write a bundle; `infra-engineer schema` prints its form.",
        file=file,
    )


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


def bundle_of_document(document: Document, source: str, model: type[Bundle] = Bundle) -> SourcedBundle:
    """Take the bundle of one component from a document.

    Args:
        document: the document; its data may be changed.
        source: its name, for messages.
        model: what it is: a bundle of its own, or that of a component of an application.

    Raises:
        PartlyReadError: with every mistake.
    """
    (bundle,) = _bundles(document, source, source, None, model)
    return bundle


def bundles_from_data(data: object, source: str) -> list[SourcedBundle]:
    """Take a bundle or an application that is already plain data.

    Raises:
        InputError: with every mistake.
    """
    return _bundles(Document(data=data), source, source, None)


def _bundles(
    document: Document, file: str, source: str, read: FileReader | None, model: type[Bundle] | None = None
) -> list[SourcedBundle]:
    """Read the bundles of a document; without a model it may be an application."""
    many = model is None and is_application(document.data)
    check_bounds(document, file)
    unread = dict(unfit(document, file))
    problems = list(unread.values())
    try:
        attach(document, file, read)
    except InputError as error:
        problems += error.problems
    document.data = in_one_order(document.data)
    if not (problems or document.unread or document.uncertain):
        try:
            bundles = _members(document, file) if many else _single(document, file, model or Bundle)
            return [_sourced(bundle, located, file, source) for bundle, located in bundles]
        except InputError:
            pass  # told below, with what else is wrong
    remains = salvage(_application() if many else model or Bundle, document, file, [*unread, *document.unread])
    left_out = [*remains.left_out, *document.uncertain]
    known = [problem.path for problem in problems if problem.path]
    rest = tuple(_rest(remains.model, left_out, document, file, source))
    raise PartlyReadError(
        *problems,
        *remains.problems,
        rest=tuple(one.model_copy(update={"left_out": [*one.left_out, *known]}) for one in rest),
    )


def _sourced(bundle: Bundle, located: Document, file: str, source: str) -> SourcedBundle:
    return SourcedBundle(
        bundle=bundle,
        source=source,
        digest=bundle_digest(bundle),
        locations=located.locations(),
        file=file,
        assigned=located.assignments(),
    )


def _rest(model: Any, left_out: list[Path], document: Document, file: str, source: str) -> Iterator[Salvaged]:
    """Yield what remains of a document's bundles without its mistakes."""
    if isinstance(model, Bundle):
        yield Salvaged(source=_sourced(model, document, file, source), left_out=shown_paths(left_out))
    elif model is not None:
        for index, bundle in enumerate(members(model)):
            member = _sourced(bundle, member_document(document, index), file, source)
            yield Salvaged(source=member, left_out=shown_paths(list(moved_paths(left_out, index))))


def _single(document: Document, file: str, model: type[Bundle]) -> list[tuple[Bundle, Document]]:
    return [(validate(model, document, file), document)]


def _members(document: Document, file: str) -> list[tuple[Bundle, Document]]:
    bundles = members(validate(_application(), document, file))
    return [(bundle, member_document(document, index)) for index, bundle in enumerate(bundles)]


def _application() -> "type[Application]":
    # Imported here: most bundles are of one component.
    from foundation.model.bundle.application import Application

    return Application


def bundle_digest(bundle: Bundle) -> str:
    """Return a digest of what the bundle says; spelling, order of keys and format do not count."""
    content = bundle.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
