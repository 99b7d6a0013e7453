"""TemplateResolver: finds templates by id and version in read-only folders."""
