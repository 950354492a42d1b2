def catalog_segments(text, tokens, clauses, language, times, task_types):
    from .document import own_segments
    return own_segments(text, tokens, clauses, language, times)
