"""stub for now"""
def drafts_of_compose(document, file, said):
    return []
