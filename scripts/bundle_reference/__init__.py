"""docs/bundle.md: every field that a person can write in a bundle, from the models, the policy and the examples."""
