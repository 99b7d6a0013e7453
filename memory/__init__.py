"""Long-term memory: runs, what traces led to, the bytes themselves, chart history, events that are to be sent.

``Memory`` is what is asked; each question has a module in ``stores/``, each answer a model in ``records/``. What keeps
the rows is a ``Backend``.
"""
