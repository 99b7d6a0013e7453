"""The skills: one package each, a thin class of kernel functions with its logic beside it."""
