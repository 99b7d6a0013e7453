"""Fields of a claim, and of a volume for one, that exclude each other."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.claims import claim_faults
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_SOURCES = (
    "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume", "flocker",
    "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs", "photonPersistentDisk", "portworxVolume",
    "quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume",
)  # fmt: skip
_OPTIONS = "volume.beta.kubernetes.io/mount-options"
#: Sources that are mounted with options by an annotation (pkg/volume/validation, checkMountOption).
_MOUNTED = frozenset(
    {
        *("awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "gcePersistentDisk", "glusterfs"),
        *("iscsi", "nfs", "quobyte", "photonPersistentDisk", "rbd", "vsphereVolume"),
    }
)


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    if item.kind == "PersistentVolume":
        yield from _volume(item)
        return
    for message, path in claim_faults(item.spec):
        # The server takes a source of another kind out of a claim, and looks at the one that stands for it.
        if path != ("dataSource",):
            yield item.fault(message, "spec", *path)


def _volume(item: KubernetesObject) -> Iterator[Fault]:
    sources = [name for name in _SOURCES if item.spec.get(name) is not None]
    if not sources:
        yield item.fault("a PersistentVolume has a source, such as csi or nfs", "spec")
    for name in sources[1:]:
        yield item.fault(f"there is one source, and {sources[0]} is another one", "spec", name)
    if _OPTIONS in mapping(item.metadata.get("annotations")) and not _MOUNTED & {*sources}:
        yield item.fault("a volume of this kind has no mount options", "metadata", "annotations", _OPTIONS)


CHECK = Check(
    code="claim-combinations",
    severity="error",
    title="Fields of a PersistentVolumeClaim, or of a PersistentVolume, fit each other.",
    remedy="Take one of the two out, or make them the same.",
    references=(
        "Kubernetes: pkg/apis/core/validation, ValidatePersistentVolumeClaimSpec and ValidatePersistentVolume",
    ),
    run=each_object(_look, "PersistentVolumeClaim", "PersistentVolume"),
    kinds=("PersistentVolumeClaim", "PersistentVolume"),
)
