"""EditMerger: what people edited in an earlier output, merged into the new chart before it is packaged."""
