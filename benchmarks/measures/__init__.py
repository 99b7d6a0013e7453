"""The measures, one module a subject; each returns figures or points of a curve."""
