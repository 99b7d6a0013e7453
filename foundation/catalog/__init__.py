"""The catalog: folders of templates, profiles and policies, read-only, the first that has something wins."""
