"""EditMerger as kernel functions."""

from collections.abc import Callable

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.destination import Destination
from foundation.model.run.edits import EditedFile, Merging
from foundation.model.run.request import Options
from plugins.edit_merger.marked_copies import MarkedCopies
from plugins.edit_merger.merge import merge_edits
from plugins.step import step


class EditMergerPlugin:
    """Merges what people edited in an earlier output.

    Args:
        edits: returns what is not as the agent made it at a destination.
        base: returns a file of a tenant as the agent made it earlier, if memory has it.
        copies: returns the copies of files in conflict that belong to a destination.
    """

    def __init__(
        self,
        edits: Callable[[Destination], list[EditedFile]],
        base: Callable[[str, EditedFile], bytes | None],
        copies: Callable[[Destination], MarkedCopies],
    ) -> None:
        self._edits = edits
        self._base = base
        self._copies = copies

    @step("merge", produces="merging", description="Merge what people edited in the earlier output with the chart.")
    def merge(self, chart: Chart, effective: EffectiveComponent, options: Options) -> Merging:
        """Merge the edits."""
        if options.destination is None:
            return Merging(chart=chart)
        found, copies = self._edits(options.destination), self._copies(options.destination)
        return merge_edits(chart, found, lambda edited: self._base(effective.tenant, edited), copies)

    @step("apply", produces="chart", description="Go on with the chart that the edits are in.")
    def apply(self, merging: Merging) -> Chart:
        """Take the merged chart for the chart."""
        return merging.chart
