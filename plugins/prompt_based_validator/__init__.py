"""PromptBasedValidator: asks a model whether manifests meet the standards. Its answer is advice and decides nothing."""
