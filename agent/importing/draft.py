"""A bundle in the making: settings, comments, and what could not be carried."""

from dataclasses import dataclass, field
from typing import Any

from agent.importing.fitting import fitted, without_nulls
from agent.importing.objects import Place
from foundation.model.findings import Finding, Severity
from foundation.model.names import dns_label

#: What was taken out of an object has no place in the bundle.
NO_PLACE = "not-carried"
#: The platform has an answer of its own, so nothing is lost.
PLATFORM = "platform-decides"


@dataclass
class Draft:
    """What is known of one bundle.

    Attributes:
        name: name of the component.
        top: keys of the bundle beside the component.
        settings: settings of the component.
        comments: a comment by the key that it stands above.
        findings: what was left out, and why.
        missing: what of the component must be filled in, as the start of a line.
        environment: the environment that the input is of, if it is known.
        namespace: where the input has it; empty if it does not say.
        aliases: further names by which others call its Service.
        withheld: texts that were taken out as a whole, each with what it is the value of and where it has to be.
        secret_keys: where what stands under a key of the component's Secret comes from, by the key.
    """

    name: str
    top: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    environment: str | None = None
    namespace: str = ""
    aliases: list[str] = field(default_factory=list)
    secret_keys: dict[str, str] = field(default_factory=dict)
    withheld: list[tuple[str, str, str]] = field(default_factory=list, repr=False)

    @property
    def slug(self) -> str:
        """Name of the component's objects."""
        return dns_label(self.name)

    def put(self, setting: str, value: Any, place: Place) -> None:
        """Give a setting, as far as the bundle can hold it; null says nothing."""
        if value is not None:
            found = self._fit(setting, without_nulls(value), place, 0)
            if found is not None:
                self.settings[setting] = found

    def add(self, setting: str, entry: dict[str, Any], place: Place) -> bool:
        """Add an entry to a list, and tell whether there is something left of it."""
        found = self._fit(setting, [without_nulls(entry)], place, 1)
        if not found:
            return False
        self.settings.setdefault(setting, []).extend(found)
        return True

    def settle(self, place: Place) -> None:
        """Make sure that every setting is one that the bundle can hold, however it came about.

        Args:
            place: what the settings come from.
        """
        for setting in [name for name in self.settings if name not in ("type", "transport")]:
            value = self.settings[setting]
            if value is not None:
                self.settings[setting] = self._fit(setting, value, place, 0)
                if self.settings[setting] is None:
                    del self.settings[setting]

    def _fit(self, setting: str, value: Any, place: Place, skipped: int) -> Any:
        found, taken = fitted(setting, value)
        for path, reason in taken:
            self.leave_out(place.at(*path[skipped:]), reason)
        return found

    def leave_out(
        self,
        place: Place,
        reason: str,
        remedy: str = "Decide whether the workload needs it.",
        code: str = NO_PLACE,
        severity: Severity = "warning",
    ) -> None:
        """Tell what is left out and why."""
        self.notice(place, f"{place.written or 'it'} is left out: {reason}", remedy, code, severity)

    def notice(self, place: Place, message: str, remedy: str, code: str, severity: Severity = "advice") -> None:
        """Tell something of a part of the input.

        Args:
            place: the part.
            message: what is so.
            remedy: what to do.
            code: stable code.
            severity: how much it matters.
        """
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                message=message,
                remedy=remedy,
                file=place.object.file,
                line=place.object.line(place.path),
                object=place.object.title,
                path=place.written or None,
            )
        )

    def platform_decides(self, place: Place, reason: str) -> None:
        """Tell that the platform has an answer of its own."""
        self.leave_out(place, reason, "Nothing has to be done.", PLATFORM, "advice")
