"""Which language the reporting is written in, by py3langid."""

import re

SHORTEST = 40
"""Below this many letters the guess is worth nothing: names and headlines come out as any language."""
LONGEST = 1000
"""Characters. More changes no answer on the development pages and takes time in proportion."""
LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str | None:
    """ISO 639-1 code, or None when there is too little text to tell."""
    if len(LETTER.findall(text, 0, LONGEST)) < SHORTEST:
        return None
    from py3langid import classify  # loads its model at the first call: only who needs it pays

    code: str = classify(text[:LONGEST])[0]
    return code
