"""By which medium a Russian statement was made, as far as the cue's own clause tells."""

from .drafts import Draft
from .lexicon import media

NEAR = 12
"""Words around the cue in which the medium's words are looked for."""


def find_medium(d: Draft) -> str | None:
    """The code of data/media.csv for the medium that the cue's own words name; None when they name none."""
    core = d.cue | d.source
    low, high = min(core) - NEAR, max(core) + NEAR
    own = d.group | d.source if d.row.kind in {"document", "passive"} else d.group - d.source
    words = [d.p.words[i] for i in sorted(own) if low <= i <= high and i not in d.content]
    lemmas = [w.lemma for w in words]
    for phrase, code in media():
        for n in range(len(lemmas)):
            if tuple(lemmas[n : n + len(phrase)]) == phrase and _is_where(d, words[n].i, phrase):
                return code
    return None


def _is_where(d: Draft, i: int, phrase: tuple[str, ...]) -> bool:
    """Whether the words say where: behind `в`, `на`, `по` or `через`, not as an object."""
    before = [w.lower for w in d.p.words[max(0, i - 4) : i]]
    return len(phrase) > 1 or bool({"в", "во", "на", "по", "через"} & set(before))
