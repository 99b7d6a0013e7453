"""Retry: what a run was asked for is asked for again, with the templates and policies of today."""

from collections.abc import Callable

from agent.use_cases.history.finding import find_run
from agent.use_cases.history.requests import kept_request, request_again
from agent.use_cases.inputs.request_digest import with_digest
from foundation.model.base import FrozenModel
from foundation.model.destination import workspace
from foundation.model.names import dns_label
from foundation.model.run.basis import Basis
from foundation.model.run.request import GenerationRequest, GenerationResult
from memory.memory import Memory


class RetryCommand(FrozenModel):
    """Which run to try again.

    Attributes:
        name: id of a run or of an execution.
        output: folder to save the files in.
        tenant: whose memory is looked at; everybody's by default.
        own_folder: whether the component gets a folder of its own in it.
    """

    name: str
    output: str
    tenant: str | None = None
    own_folder: bool = False


def retry(
    command: RetryCommand,
    *,
    memory: Memory,
    generate: Callable[[GenerationRequest], GenerationResult],
    digest: Callable[[GenerationRequest], str],
    basis: Callable[[], Basis | None],
) -> GenerationResult:
    """Run what an earlier run was asked for; it is published nowhere but to the folder.

    Args:
        command: which run.
        memory: the memory.
        generate: runs a request.
        digest: returns the digest of a request.
        basis: returns what runs go by today beside their bundles; nothing, if that is not known for sure.

    Raises:
        InputError: there is no such run, or what it was asked for cannot be run again.
        OutsideError: memory cannot be read.
    """
    found = find_run(command.name, command.tenant, memory=memory)
    request = request_again(kept_request(found), found.run.run_id)
    place = workspace(command.output)
    saved = place.below(dns_label(request.bundle.component.name)) if command.own_folder else place
    options = request.options.model_copy(update={"destination": saved, "publish": [], "request_digest": ""})
    return generate(with_digest(request.model_copy(update={"options": options}), digest, basis))
