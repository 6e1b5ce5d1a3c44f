"""Whether an article is read as English, and what is said of one that is not."""

from ..records import REPORTING, Article

TRUSTED = 80
"""Letters from which on a guess of another language in Latin script is believed. Of 628 paragraphs of the English development
reports py3langid takes five headlines of up to 64 letters for Luxembourgish or Nigerian Pidgin, and nothing longer."""

LATIN_ENDS = "\u024f"
"""The last letter of Latin Extended-B: where other scripts begin."""


def is_english(article: Article) -> bool:
    """Whether the English rules may read it: its language is English, or cannot be told and the script is Latin."""
    if article.language == "en":
        return True
    letters = [c for z in article.zones if z.kind in REPORTING for c in z.span.of(article.text) if c.isalpha()]
    return is_latin(letters) and (article.language is None or len(letters) < TRUSTED)


def is_latin(letters: "str | list[str]") -> bool:
    """Whether at least half of the letters are Latin; text without any letter counts as Latin."""
    found = [c for c in letters if c.isalpha()]
    return 2 * sum(c <= LATIN_ENDS for c in found) >= len(found)


def unread(article: Article, *, told: bool) -> str:
    """What the reading says of a report that is not read as English."""
    if told:
        return f"the report is in another language than English ({article.language}): statements are read, claims are not"
    which = f"its language is {article.language}" if article.language else "its language cannot be told"
    return f"the report is not read for statements and claims: {which}; only English, and Russian for statements, can be read"
