"""Why a kustomization cannot be rendered."""


class KustomizeRefusal(Exception):
    """Something is missing, does not fit, or is a form that is not known here.

    Args:
        file: path of the file in the kustomization's folder.
        message: what is wrong, in one sentence.
    """

    def __init__(self, file: str, message: str) -> None:
        super().__init__(message)
        self.file = file
