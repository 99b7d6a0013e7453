"""LLMTemplateExpander: chart templates for component types that the catalog does not cover.

A model drafts kinds and a few fields of their specs, nothing else. The draft is read strictly, held against the
policy, turned into a chart template, and the result goes through the whole pipeline and its gate. An accepted draft
is frozen in a lock file; a run works from approved lock files alone.
"""
