"""Which language the reporting is written in, by py3langid."""

SHORTEST = 40
"""Below this many letters the guess is worth nothing: names and headlines come out as any language."""
LONGEST = 4000


def language_of(text: str) -> str | None:
    """ISO 639-1 code, or None when there is too little text to tell."""
    if sum(char.isalpha() for char in text[:LONGEST]) < SHORTEST:
        return None
    from py3langid import classify  # loads its model at the first call: only who needs it pays

    code: str = classify(text[:LONGEST])[0]
    return code
