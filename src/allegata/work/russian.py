"""The Russian models: slovnet (tags, syntax, entities) over navec, weights from the natasha package, lemmas by pymorphy3."""

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..extract.russian.words import Read, Sentence, Word

_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_NUMBERS = {"Sing": "sing", "Plur": "plur"}
_PARTS = {
    "NOUN": {"NOUN", "ADJF"},
    "PROPN": {"NOUN", "ADJF"},
    "ADJ": {"ADJF", "ADJS", "PRTF", "COMP"},
    "DET": {"ADJF", "NPRO"},
    "PRON": {"NPRO", "ADJF"},
    "VERB": {"VERB", "INFN", "PRTF", "PRTS", "GRND"},
    "AUX": {"VERB", "INFN", "GRND"},
    "ADV": {"ADVB", "PRED", "COMP"},
    "ADP": {"PREP"},
    "NUM": {"NUMR"},
}


@cache
def load_russian() -> Read:
    """The Russian reader, loaded once: about 1.3 s and 150 MB. Nothing of it is loaded for a report in another language.

    Only the weights are taken from natasha (slovnet news models, navec news embeddings, MIT); its own code, which needs
    pymorphy2, is never imported.
    """
    from navec import Navec
    from pymorphy3 import MorphAnalyzer
    from slovnet import NER, Morph, Syntax

    data = _weights()
    navec = Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
    tags, syntax, entities = (
        kind.load(str(data / "model" / f"slovnet_{name}_news_v1.tar"))
        for kind, name in ((Morph, "morph"), (Syntax, "syntax"), (NER, "ner"))
    )
    for model in (tags, syntax, entities):
        model.navec(navec)
    return Russian(tags=tags, syntax=syntax, entities=entities, lemmas=MorphAnalyzer())


def _weights() -> Path:
    spec = find_spec("natasha")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the natasha package, which holds the Russian models, is not installed; run `make install`")
    return Path(spec.origin).parent / "data"


class Russian:
    """Reads a paragraph: `Russian(...)(text)` gives its sentences."""

    def __init__(self, *, tags: Any, syntax: Any, entities: Any, lemmas: Any) -> None:
        self._tags, self._syntax, self._entities, self._lemmas = tags, syntax, entities, lemmas
        self._forms: dict[tuple[str, str, str, str, str], tuple[str, str]] = {}

    def __call__(self, text: str) -> tuple[Sentence, ...]:
        from razdel import sentenize, tokenize

        found = [(s.start, list(tokenize(s.text))) for s in sentenize(text)]
        found = [(start, tokens) for start, tokens in found if tokens]
        chunks = [[t.text for t in tokens] for _, tokens in found]
        spans = list(self._entities(text).spans)
        made = []
        for (start, tokens), tagged, parsed in zip(found, self._tags.map(chunks), self._syntax.map(chunks), strict=True):
            pairs = zip(tokens, tagged.tokens, parsed.tokens, strict=True)
            words = tuple(self._word(n, start, *pair, spans) for n, pair in enumerate(pairs))
            made.append(Sentence(words=words))
        return tuple(made)

    def _word(self, n: int, offset: int, token: Any, tagged: Any, parsed: Any, spans: list[Any]) -> Word:
        start, end = offset + token.start, offset + token.stop
        lemma, nominative = self._form(token.text, tagged.pos, tagged.feats)
        return Word(
            i=n,
            text=token.text,
            lemma=lemma,
            pos=tagged.pos,
            feats=tagged.feats,
            head=int(parsed.head_id) - 1,
            rel=parsed.rel,
            start=start,
            end=end,
            nominative=nominative,
            entity=next((s.type for s in spans if s.start <= start and end <= s.stop), ""),
        )

    def _form(self, text: str, pos: str, feats: Mapping[str, str]) -> tuple[str, str]:
        key = (text, pos, feats.get("Case", ""), feats.get("Number", ""), feats.get("Gender", ""))
        if key not in self._forms:
            self._forms[key] = self._look_up(*key)
        return self._forms[key]

    def _look_up(self, text: str, pos: str, case: str, number: str, gender: str) -> tuple[str, str]:
        """Lemma and nominative of the reading that fits the model's tags best; the first of equals, which is the likeliest."""

        def fits(parse: Any) -> int:
            tag = parse.tag
            return int(
                8 * (tag.POS in _PARTS.get(pos, {tag.POS}))
                + 4 * (tag.case == _CASES.get(case))
                + 2 * (tag.number == _NUMBERS.get(number))
                + (tag.gender == _GENDERS.get(gender))
                + (pos == "PROPN" and any(g in tag for g in ("Name", "Surn", "Geox", "Orgn")))
            )

        best = max(self._lemmas.parse(text), key=fits)
        lemma = best.normal_form.replace("ё", "е")
        wanted = {"nomn", *([best.tag.number] if best.tag.number else [])}
        form = best.inflect(wanted) if best.tag.case else None
        return lemma, _as_written(text, form.word) if form is not None else text


def _as_written(text: str, form: str) -> str:
    """The form with the capitals and the ё of the text."""
    if text.isupper() and len(text) > 1:
        return form.upper()
    if "-" in text and text.count("-") == form.count("-"):
        return "-".join(_as_written(t, f) for t, f in zip(text.split("-"), form.split("-"), strict=True))
    return form[:1].upper() + form[1:] if text[:1].isupper() else form
