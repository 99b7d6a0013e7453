"""What a run goes by beside its bundle, as digests: where two runs of one request differ, this says since when."""

from foundation.model.base import FrozenModel


class Basis(FrozenModel):
    """What a run goes by beside its bundle.

    Attributes:
        release: digest of the agent's code and of what it stands on.
        templates: digest of each template folder but for its policies, in the order of the search.
        policies: digest of the policies in each of them.
        schemas: digest of the schemas of custom resources, if there are any.
        helm: which Helm is used, its digest if it is a program, and when it lints.
    """

    release: str
    templates: list[str]
    policies: list[str]
    schemas: str | None = None
    helm: str

    def changed_since(self, earlier: "Basis") -> list[str]:
        """Return what is another one than it was, by the names that people use.

        Args:
            earlier: what an earlier run went by.
        """
        names = {
            "templates": "templates",
            "policies": "policies",
            "schemas": "schemas",
            "release": "agent",
            "helm": "Helm",
        }
        return [said for name, said in names.items() if getattr(self, name) != getattr(earlier, name)]
