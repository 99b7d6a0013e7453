"""The back ends of an output, read back."""

from collections.abc import Callable, Iterator, Mapping

from foundation.model.infrastructure.kinds import BackEnd
from foundation.model.parts import part_named
from plugins.k8s_validator.infrastructure.bicep import read_bicep
from plugins.k8s_validator.infrastructure.described import Described, NotReadable
from plugins.k8s_validator.infrastructure.pulumi import read_pulumi
from plugins.k8s_validator.infrastructure.terraform import read_terraform
from plugins.k8s_validator.rules.check import NothingToCheck
from plugins.k8s_validator.subject.subject import Subject

_READERS: dict[BackEnd, Callable[[Mapping[str, str]], Described]] = {
    "bicep": read_bicep,
    "terraform": read_terraform,
    "pulumi": read_pulumi,
}


#: File with the values of an environment, by the folder of the back end.
_VALUES = {
    "bicep/": "main.{0}.bicepparam",
    "terraform/": "{0}.tfvars",
    "pulumi/": "Pulumi.{0}.yaml",
}


def values_file(folder: str, environment: str) -> str:
    """Return the path of the file with the values of an environment.

    Args:
        folder: folder of the back end.
        environment: the environment.
    """
    return folder + _VALUES[folder].format(environment)


def back_ends(subject: Subject) -> Iterator[tuple[str, Described | NotReadable]]:
    """Yield the folder of each back end that is written, and what it describes.

    Args:
        subject: what is looked at.

    Raises:
        NothingToCheck: there is none.
    """
    written = [name for name in _READERS if subject.infrastructure.get(name)]
    if not written:
        raise NothingToCheck(
            "the output has no infrastructure; output.bicep, output.terraform and output.pulumi write it"
        )
    for name in written:
        try:
            yield part_named(name).folder, _READERS[name](subject.infrastructure[name])
        except NotReadable as error:
            yield part_named(name).folder, error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # A file that is in its language, and in no form that anybody would write.
            yield part_named(name).folder, NotReadable("", f"it has another form than what is written: {error!r}")


def readable(subject: Subject) -> Iterator[tuple[str, Described]]:
    """Yield those that can be read; infrastructure-syntax tells of the others.

    Args:
        subject: what is looked at.

    Raises:
        NothingToCheck: there is none.
    """
    for folder, described in back_ends(subject):
        if isinstance(described, Described):
            yield folder, described
