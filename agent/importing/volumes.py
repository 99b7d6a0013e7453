"""Volumes, claims and ConfigMaps: what the component brings along, and what it only refers to."""

import re
from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, items, mapping, mappings, text
from agent.importing.secrets import put_secrets
from foundation.model.bundle.api_token import TOKEN_PATH, TOKEN_VOLUME
from foundation.model.names import dns_label
from foundation.model.policy.platform import SecurityPolicy

#: Names that the chart's own volumes have.
_TAKEN = re.compile(rf"scratch-[0-9]+|secret-[0-9]+|otel-collector|{TOKEN_VOLUME}")
#: Mode of the chart's own Secret volumes: 0440.
_SECRET_MODE = 0o440


class VolumeMapper:
    """Maps the volumes of one workload.

    Args:
        draft: the bundle in the making; its containers are mapped already.
        workload: the workload.
        metadata: labels and annotations.
        policy: writable folders and the place of Secrets.
        done: names of ConfigMaps and volumes that are mapped already.
    """

    def __init__(
        self, draft: Draft, workload: Workload, metadata: Metadata, policy: SecurityPolicy, done: set[str]
    ) -> None:
        self._draft = draft
        self._workload = workload
        self._metadata = metadata
        self._policy = policy
        self._made = set(done)
        self._secrets: dict[str, str] = {}

    def map(self) -> None:
        """Map every volume, then the ConfigMaps that only variables read."""
        place = self._workload.template.at("spec", "volumes")
        claimed = self._claimed()
        for index, volume in enumerate(items(place.value)):
            name = text(mapping(volume).get("name"))
            if name in claimed:
                self._draft.platform_decides(place.at(index), f"each pod has a claim of its own as {name}")
            elif isinstance(volume, dict) and name not in self._made:
                self._map(volume, place.at(index))
        self._templates()
        put_secrets(self._draft, self._secrets)
        for config_map in self._workload.all("ConfigMap"):
            if config_map.name not in self._made:
                self._file_set(config_map, {"name": self._free_name(dns_label(config_map.name))}, None)
        self._lost_mounts()

    def _map(self, volume: dict[str, Any], place: Place) -> None:
        name = text(volume.get("name"))
        if self._is_scratch(volume) or self._is_secret_folder(volume) or self._is_api_token(volume):
            return
        name = self._renamed(name, place)
        config_map = self._workload.named("ConfigMap", mapping(volume.get("configMap")).get("name"))
        claim_name = mapping(volume.get("persistentVolumeClaim")).get("claimName")
        claim = self._workload.named("PersistentVolumeClaim", claim_name)
        if config_map is not None and config_map.name not in self._made and not volume["configMap"].get("optional"):
            own = volume["configMap"]
            shown = {"items": own.get("items"), "default_mode": own.get("defaultMode")}
            self._file_set(config_map, {"name": name, **self._mounted(name), **shown}, place)
        elif claim is not None and self._workload.object.kind != "StatefulSet":
            self._claim(Place(claim), name, text(claim_name))
            if mapping(volume.get("persistentVolumeClaim")).get("readOnly"):
                self._draft.leave_out(place.at("persistentVolumeClaim", "readOnly"), "set readOnly on its mounts")
        else:
            if claim is not None:
                self._draft.leave_out(Place(claim), "the claims of a stateful-service are one for each pod")
            self._draft.add("volumes", {**volume, "name": name}, place)

    def _file_set(self, config_map: SourceObject, entry: dict[str, Any], place: Place | None) -> None:
        """Make a ConfigMap a set of files."""
        self._made.add(config_map.name)
        own = Place(config_map, ("metadata",))
        data = mapping(config_map.data.get("data"))
        default = f"{self._draft.slug}-{entry['name']}"
        files = {
            **{key: value for key, value in entry.items() if value is not None},
            "config_map": config_map.name if config_map.name != default else None,
            "immutable": config_map.data.get("immutable"),
            "labels": self._metadata.labels(own) or None,
            "annotations": self._metadata.annotations(own) or None,
            "data": {key: "" if value is None else value for key, value in data.items()} or None,
            "binary_data": mapping(config_map.data.get("binaryData")) or None,
        }
        if not self._draft.add("files", files, Place(config_map)) and place is not None:
            self._draft.add("volumes", mapping(place.value), place)

    def _claim(self, place: Place, name: str, claim_name: str) -> None:
        """Make a PersistentVolumeClaim, or a template for one, a claim."""
        spec = mapping(place.at("spec").value)
        requests = mapping(mapping(spec.get("resources")).get("requests"))
        default = f"{self._draft.slug}-{name}"
        metadata = place.at("metadata")
        entry = {
            "name": name,
            "size": str(requests.get("storage")) if "storage" in requests else None,
            **self._mounted(name),
            "storage_class": spec.get("storageClassName"),
            "access_modes": spec.get("accessModes"),
            "volume_mode": spec.get("volumeMode"),
            "volume_name": spec.get("volumeName"),
            "selector": spec.get("selector"),
            "claim_name": claim_name if claim_name not in ("", default) else None,
            "labels": self._metadata.labels(metadata) or None,
            "annotations": self._metadata.annotations(metadata) or None,
        }
        known = {"resources", "storageClassName", "accessModes", "volumeMode", "volumeName", "selector"}
        for key in sorted(spec.keys() - known):
            self._draft.leave_out(place.at("spec", key), "the bundle has no place for it")
        if "limits" in mapping(spec.get("resources")):
            self._draft.leave_out(place.at("spec", "resources", "limits"), "the bundle has no place for it")
        self._draft.add("claims", entry, place)

    def _claimed(self) -> set[str]:
        """Return what the claim templates are called; they come before volumes of the pod (apps/v1 StatefulSetSpec)."""
        templates = mappings(self._workload.object.spec.get("volumeClaimTemplates"))
        return {text(mapping(template.get("metadata")).get("name")) for template in templates}

    def _templates(self) -> None:
        place = Place(self._workload.object, ("spec", "volumeClaimTemplates"))
        for index, template in enumerate(items(place.value)):
            name = text(mapping(mapping(template).get("metadata")).get("name"))
            self._claim(place.at(index), name, "")

    def _mounted(self, name: str) -> dict[str, Any]:
        """Move the component's only and plain mount of a volume into the entry of the volume."""
        mounts = mappings(self._draft.settings.get("volume_mounts"))
        own = [mount for mount in mounts if mount.get("name") == name]
        if len(own) != 1 or own[0].keys() != {"name", "mountPath"}:
            return {}
        rest = [mount for mount in mounts if mount is not own[0]]
        self._draft.settings["volume_mounts"] = rest
        if not rest:
            del self._draft.settings["volume_mounts"]
        return {"mount_path": own[0]["mountPath"]}

    def _is_scratch(self, volume: dict[str, Any]) -> bool:
        """Tell whether a volume is one of the policy's writable folders, which the chart adds by itself."""
        name = text(volume.get("name"))
        if not name.startswith("scratch-"):
            return False
        size = mapping(volume.get("emptyDir")).get("sizeLimit")
        paths = {folder.path for folder in self._policy.writable_paths if folder.size == size}
        mount = self._only_mount(name)
        return mount is not None and mount.get("mountPath") in paths and self._forget(mount)

    def _is_secret_folder(self, volume: dict[str, Any]) -> bool:
        """Map a Secret that is mounted as the chart mounts Secrets, and tell whether it is one."""
        name, secret = text(volume.get("name")), mapping(volume.get("secret"))
        mount = self._only_mount(name)
        path = f"{self._policy.secret_mount_root}/{secret.get('secretName')}"
        plain = secret.keys() == {"secretName", "defaultMode"} and secret["defaultMode"] == _SECRET_MODE
        if not (name.startswith("secret-") and plain and mount and mount.get("mountPath") == path):
            return False
        self._secrets[name] = secret["secretName"]
        return self._forget(mount)

    def _is_api_token(self, volume: dict[str, Any]) -> bool:
        """Tell whether a volume is the token that the chart projects for a component with roles."""
        mount = self._only_mount(TOKEN_VOLUME)
        wanted = {"path": "token", "expirationSeconds": self._policy.api_token.expiration_seconds}
        sources = mappings(mapping(volume.get("projected")).get("sources"))
        ours = volume.get("name") == TOKEN_VOLUME and {"serviceAccountToken": wanted} in sources
        if not (ours and self._workload.bindings and mount and mount.get("mountPath") == TOKEN_PATH):
            return False
        self._draft.settings.pop("automount_service_account_token", None)
        return self._forget(mount)

    def _only_mount(self, name: str) -> dict[str, Any] | None:
        mounts = [mount for mount in mappings(self._draft.settings.get("volume_mounts")) if mount.get("name") == name]
        return mounts[0] if len(mounts) == 1 else None

    def _forget(self, mount: dict[str, Any]) -> bool:
        self._draft.settings["volume_mounts"].remove(mount)
        if not self._draft.settings["volume_mounts"]:
            del self._draft.settings["volume_mounts"]
        return True

    def _renamed(self, name: str, place: Place) -> str:
        """Give a volume another name where the chart keeps its name for itself."""
        if not _TAKEN.fullmatch(name):
            return name
        self._draft.platform_decides(
            place.at("name"), f"the chart has a volume {name} of its own; this is now own-{name}"
        )
        for mounts in self._all_mounts():
            for mount in mounts:
                if mount.get("name") == name:
                    mount["name"] = f"own-{name}"
        return f"own-{name}"

    def _all_mounts(self) -> list[list[dict[str, Any]]]:
        settings = self._draft.settings
        beside = [*mappings(settings.get("init_containers")), *mappings(settings.get("sidecars"))]
        return [settings.get("volume_mounts") or [], *(container.get("volumeMounts") or [] for container in beside)]

    def _free_name(self, wanted: str) -> str:
        taken = {text(entry.get("name")) for entry in mappings(self._workload.pod.get("volumes"))}
        taken |= {text(entry.get("name")) for entry in mappings(self._draft.settings.get("files"))}
        return wanted if wanted not in taken else f"{wanted}-files"

    def _lost_mounts(self) -> None:
        """Take out the mounts of volumes that could not be carried."""
        settings = self._draft.settings
        groups = ("claims", "files", "volumes")
        known = {entry["name"] for group in groups for entry in mappings(settings.get(group))}
        for mounts in self._all_mounts():
            for mount in [mount for mount in mounts if mount.get("name") not in known]:
                place = self._workload.template.at("spec", "volumes")
                self._draft.leave_out(place, f"the volume of {mount.get('mountPath')} is not carried")
                mounts.remove(mount)
        if not settings.get("volume_mounts"):
            settings.pop("volume_mounts", None)
