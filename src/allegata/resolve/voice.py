"""Whose voice an article's own voice is: a medium's, or that of a body which publishes for itself (a ministry's page, an army's channel)."""

from ..data.patterns import whole_words
from ..records import ActorKind, Article, Profile, Speaker
from .actors import Registry, names_a_state_body

MEDIA = frozenset({"outlet", "agency"})


def voice_of(article: Article, *, profile: Profile | None) -> Speaker | None:
    """The body that the outlet is, when it speaks for a side; None for a medium, and when nothing tells."""
    outlet = article.outlet
    if outlet is None or whole_words("medium_words.csv").search(outlet):
        return None
    registry = Registry(profile, article.published)
    told = registry.told(outlet)
    if told.party is None or (told.body is not None and told.body.kind in MEDIA):
        return None
    if told.body is None and not names_a_state_body(outlet):
        return None
    written = Speaker(name=outlet, kind=ActorKind.ORGANISATION, organisation=outlet, as_written=outlet)
    return registry.speaker(written)
