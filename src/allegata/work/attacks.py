"""The attack that one report is mainly about: the readers' parse, places and times, weighed with the weights that ship."""

from functools import cache
from importlib.resources import files

import msgspec

from ..extract.attacks import Heard, Weights, hear_attack, tell_attack
from ..extract.attribution import attribute
from ..extract.parsed import parse_zones
from ..records import REPORTING, AllegedAttack, Article
from ..resolve import reporting_text
from ..resolve.dates import find_times
from ..resolve.places import find_places
from .readers import Readers


@cache
def load_weights() -> Weights:
    """The weights of models/attacks; docs/models/attacks.md is their card."""
    raw = (files("allegata") / "models" / "attacks" / "weights.json").read_bytes()
    return msgspec.json.decode(raw, type=Weights)


def attack_in(article: Article, readers: Readers, weights: Weights | None = None) -> AllegedAttack:
    """What an English article alleges as its main attack on persons, as far as it is sure; empty where it tells of none."""
    using = weights or load_weights()
    return tell_attack(hear_in(article, readers, using), using)


def hear_in(article: Article, readers: Readers, weights: Weights | None = None) -> Heard:
    """Every possible answer with its chance.

    Of the statements only who speaks is needed, and that the rules alone find at a tenth of the model's cost.
    """
    zones = tuple(z for z in parse_zones(article, readers.parse) if z.zone.kind in REPORTING)
    entities = tuple((e.label_, z.offset + e.start_char, z.offset + e.end_char) for z in zones for e in z.doc.ents)
    text = reporting_text(article)
    within = tuple(z.span for z in article.zones if z.kind in REPORTING)
    return hear_attack(
        article,
        zones,
        statements=attribute(article, zones),
        places=find_places(
            text, hints=entities, gazetteer=readers.gazetteer, profile=readers.profile_for(article), within=within
        ),
        times=find_times(text, published=article.published),
        weights=weights or load_weights(),
    )
