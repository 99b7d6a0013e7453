"""Generate: from bundles to charts and manifests that passed the gate."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from agent.use_cases.adopting.applying import under
from agent.use_cases.adopting.files import read_waivers
from agent.use_cases.adopting.proposing import Terms, terms
from agent.use_cases.adopting.writing import WrittenWaivers, adopting
from agent.use_cases.inputs.bundles import BundleContent, BundleFiles, OneBundle, load_bundles, load_one
from agent.use_cases.inputs.completing import Complete
from agent.use_cases.inputs.contexts import RequireContexts
from agent.use_cases.inputs.ownership import Ownership
from agent.use_cases.inputs.request_digest import with_digest
from agent.use_cases.inputs.requests import requests_of
from agent.use_cases.inputs.written import written
from agent.use_cases.keep_refused import keep_refused, require_apart
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import MemberBundle
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.events import EventLog, RefusedError
from foundation.model.flags import Flag
from foundation.model.run.basis import Basis
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.source.bundle import SourcedBundle
from memory.records.requests import RecordedRequest

#: Announces bundles that cannot be read; takes what they are called, what is wrong and what was written, if it can be
#: kept; gives the event.
Reject = Callable[[str, AgentError, RecordedRequest | None], EventLog]


class GenerateCommand(FrozenModel):
    """What to generate, and how.

    Attributes:
        bundles: the bundles, or the one that is meant; several of them get a folder each in the output folder.
        options: how to run.
        tenants: tenants to generate for, each into a folder of its own; the bundle's own tenant by default.
        all_tenants: whether to generate for every tenant of each bundle.
        own_folders: whether one component gets a folder of its own too.
        jobs: worker processes; 0 chooses.
        keep_refused: folder for what the gate refuses, to be read; nothing is kept by default.
        context: file for the contexts of the runs, for another agent to go on from; all the work is done then.
        force: whether all the work is done although an earlier run came to the same.
        baseline: file of exceptions that the runs go by.
        write_waivers: file for exceptions from what blocks; the runs go on under them where somebody allows them.
        approver: who allows these exceptions.
        expires: the last day of them; 90 days by default.
        visible: the tenants that exist for whoever asks; all, if there is no list.
    """

    bundles: BundleFiles | BundleContent | OneBundle
    options: Options = Options()
    tenants: list[str] = []
    all_tenants: bool = False
    own_folders: bool = False
    jobs: int = 0
    keep_refused: str | None = None
    context: str | None = None
    force: bool = False
    baseline: str | None = None
    write_waivers: str | None = None
    approver: str | None = None
    expires: str | None = None
    visible: list[str] | None = None


@dataclass(frozen=True)
class Generated:
    """What comes of it.

    Attributes:
        total: how many results there will be.
        results: one for each component and tenant, in the order of the bundles. Each comes when it is there, and
            nobody but the caller keeps it: many of them take much memory.
        many: whether they are many by what was asked; a folder and an application stay many while they hold one.
        waivers: the exceptions that are written, where that was asked for; it is complete after the last result.
    """

    total: int
    results: Iterator[GenerationResult]
    many: bool
    waivers: WrittenWaivers | None = None


def generate(
    command: GenerateCommand,
    *,
    run: Callable[[list[GenerationRequest], int], Generator[GenerationResult]],
    reject: Reject,
    complete: Complete,
    contexts: RequireContexts,
    digest: Callable[[GenerationRequest], str],
    unchanged: Callable[[GenerationRequest], GenerationResult | None],
    host_collisions: Callable[[list[GenerationRequest]], list[Problem]],
    basis: Callable[[], Basis | None] = lambda: None,
    ownership: Callable[[list[str]], Ownership] | None = None,
    today: Callable[[], date] = date.today,
) -> Generated:
    """Generate bundles; what a run refuses or cannot do is told by its result.

    Args:
        command: what to generate.
        run: takes the requests and the number of worker processes.
        reject: announces bundles that cannot be read; takes what they are called, what is wrong and what was
            written, gives the event.
        complete: adds to the mistakes of bundles that cannot be read what else is wrong with them.
        contexts: makes sure that contexts of a cluster are named for environments that there are.
        digest: returns the digest of a request; empty, if another run of it may come to something else.
        unchanged: returns the result of a request that needs no work.
        host_collisions: finds what several requests would publish under the same host and path.
        basis: returns what runs go by beside their bundles; nothing, if that is not known for sure.
        ownership: returns what somebody may generate who has some tenants alone.
        today: tells the day from which exceptions hold.

    Raises:
        RefusedError: with every mistake of the bundles' files, or hosts that two of them would have, and the event
            that says so.
        NotThereError: a bundle is for a tenant that does not exist for whoever asks.
    """
    try:
        wanted = _terms(command, today)
        waivers = read_waivers(command.baseline) if command.baseline is not None else []
        sources = [under(source, waivers) for source in _sources(command.bundles)]
        contexts([source.bundle for source in sources], [])
        many = _are_many(command.bundles, sources)
        apart = many or command.own_folders
        requests = requests_of(sources, command.options, apart, command.tenants, command.all_tenants)
    except InputError as error:
        whole = complete(error, command.options)
        event = reject(command.bundles.shown, whole, written(command.bundles, command.options))
        raise RefusedError(whole, event) from error
    if command.visible is not None and ownership is not None:
        requests = list(map(ownership(command.visible).own, requests))
    several = many or len(requests) > 1
    if command.keep_refused is not None:
        require_apart(command.keep_refused, command.options.destination)
    requests = [with_digest(request, digest, basis) for request in requests]
    anew = command.force or command.context is not None
    known = [None if anew else unchanged(request) for request in requests]
    if not all(known) and (problems := host_collisions(requests)):
        clash = InputError(*problems)
        raise RefusedError(clash, reject(command.bundles.shown, clash, None))
    results = _results(requests, known, lambda others: run(others, command.jobs))
    written_waivers = None
    if command.write_waivers is not None:
        written_waivers = WrittenWaivers(command.write_waivers)

        def again(others: list[GenerationRequest]) -> Iterator[GenerationResult]:
            return run([with_digest(request, digest, basis) for request in others], command.jobs)

        results = adopting(results, requests, written_waivers, wanted, waivers, again)
    if command.keep_refused is not None:
        results = keep_refused(results, command.keep_refused, many=several)
    if command.context is not None:
        # Imported here: hardly anybody asks for it.
        from agent.use_cases.pass_context import passing_context

        results = passing_context(results, command.context)
    return Generated(len(requests), results, several, written_waivers)


def _terms(command: GenerateCommand, today: Callable[[], date]) -> Terms:
    """Return on whose word exceptions are written, and until when."""
    if command.write_waivers is None and (command.approver or command.expires):
        flag = Flag.APPROVER if command.approver else Flag.EXPIRES
        message, remedy = f"{flag} is said of exceptions, and none are written", f"Say {Flag.WRITE_WAIVERS} FILE too."
        raise InputError(Problem(code="wrong-option", message=message, remedy=remedy, file=flag))
    return terms(command.approver, command.expires, today())


def _results(
    requests: list[GenerationRequest],
    known: list[GenerationResult | None],
    run: Callable[[list[GenerationRequest]], Generator[GenerationResult]],
) -> Iterator[GenerationResult]:
    """Yield the result of each request in their order; those of which none is known are run together."""
    with closing(run([request for request, result in zip(requests, known, strict=True) if result is None])) as made:
        for result in known:
            yield result if result is not None else next(made)


def _sources(bundles: BundleFiles | BundleContent | OneBundle) -> list[SourcedBundle]:
    return [load_one(bundles)] if isinstance(bundles, OneBundle) else load_bundles(bundles)


def _are_many(bundles: BundleFiles | BundleContent | OneBundle, sources: list[SourcedBundle]) -> bool:
    if isinstance(bundles, OneBundle):
        return False
    members = any(isinstance(source.bundle, MemberBundle) for source in sources)
    folders = isinstance(bundles, BundleFiles) and any(Path(path).is_dir() for path in bundles.paths)
    return len(sources) > 1 or members or folders
