"""Russian reports: source, cue, content, act and speaker, on sentences written for these tests; what is hostile; what is not read."""

from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING

import msgspec
import pytest

from allegata.extract import extract
from allegata.extract.russian import attribute
from allegata.records import Act, ActorKind, Article, Statement, Wording, quote
from allegata.work.pipeline import read_report
from allegata.work.readers import load_readers
from allegata.work.russian import load_russian

from .conftest import written
from .test_hostile import SINS

if TYPE_CHECKING:
    from allegata.extract.russian.words import Read


@pytest.fixture(scope="session")
def russian() -> "Read":
    return load_russian()


def told(read: "Read", *paragraphs: str) -> tuple[str, tuple[Statement, ...]]:
    article = written(*paragraphs)
    return article.text, attribute(article, read)


ROWS = [
    # (text, source, cue, content, act), the reason beside it
    ("Мэр сообщил, что погибли двое.", "Мэр", "сообщил", "что погибли двое", "assert"),  # `что` belongs to the content
    ("Мэр сообщил о двух погибших.", "Мэр", "сообщил", "о двух погибших", "assert"),  # so does the preposition
    ("Армия заявила о том, что мост взорван.", "Армия", "заявила", "о том, что мост взорван", "assert"),
    ("Погибли двое, сообщил мэр.", "мэр", "сообщил", "Погибли двое", "assert"),  # the cue behind a comma, its subject behind it
    ("Мост, утверждают военные, взорвали ночью.", "военные", "утверждают", "Мост … взорвали ночью", "assert"),  # in the middle
    ("Как сообщил мэр, погибли двое.", "мэр", "сообщил", "погибли двое", "assert"),  # an aside
    ("Мост, как утверждает армия, взорвали ночью, но мэр это опровергает.", "армия", "утверждает", "Мост … взорвали ночью", "assert"),
    ("Мост, как утверждает армия, взорвали ночью, но мэр это опровергает.", "мэр", "опровергает", "это", "deny"),
    ("«Погибли двое», — сказал мэр.", "мэр", "сказал", "«Погибли двое»", "assert"),  # the quotation with its marks
    ("«Погибли двое, — сказал мэр. — Ранены пятеро».", "мэр", "сказал", "«Погибли двое … Ранены пятеро»", "assert"),  # split
    ("Мэр сказал: «Погибли двое. Мы их похоронили».", "Мэр", "сказал", "«Погибли двое. Мы их похоронили»", "assert"),  # over sentences
    ("Ранены трое, «никого рядом не было», — добавил мэр.", "мэр", "добавил", "Ранены трое, «никого рядом не было»", "assert"),
    ("— Мы видели вспышку, — говорит сосед. — Потом всё загорелось.", "сосед", "говорит",
     "Мы видели вспышку … Потом всё загорелось", "assert"),  # dashes are no part of what is said
    ("Мэр призвал жителей уехать.", "Мэр", "призвал", "жителей уехать", "call"),  # who is called on is content too
    ("Мэр призвал стороны к сдержанности.", "Мэр", "призвал", "стороны к сдержанности", "call"),
    ("Мэр обвинил армию в обстреле рынка.", "Мэр", "обвинил", "армию в обстреле рынка", "accuse"),
    ("Мэр обвинил армию в том, что она обстреляла рынок.", "Мэр", "обвинил", "армию в том, что она обстреляла рынок", "accuse"),
    ("Армия отрицает, что стреляла.", "Армия", "отрицает", "что стреляла", "deny"),
    ("Армия отвергла обвинения в обстреле рынка.", "Армия", "отвергла", "обвинения в обстреле рынка", "deny"),
    ("Армия отвергла обвинения в обстреле рынка.", "", "обвинения", "в обстреле рынка", "accuse"),  # nested, by nobody named
    ("Министр назвал эти сообщения ложью.", "Министр", "назвал", "эти сообщения ложью", "deny"),  # called untrue
    ("Министр назвал удар военным преступлением.", "Министр", "назвал", "удар военным преступлением", "condemn"),
    ("Власти не подтвердили гибель мэра.", "Власти", "не подтвердили", "гибель мэра", "decline"),  # negation in the cue
    ("В полиции отказались назвать имена погибших.", "полиции", "отказались назвать", "имена погибших", "decline"),
    ("В министерстве не подтвердили и не опровергли эти данные.", "министерстве", "не подтвердили и не опровергли", "эти данные",
     "decline"),  # one cue
    ("Кто стрелял, в полиции не уточнили.", "полиции", "не уточнили", "Кто стрелял", "decline"),  # a question left open
    ("Власти не исключают, что под завалами люди.", "Власти", "не исключают", "что под завалами люди", "assert"),
    ("Ответственность за взрыв взяла на себя группировка.", "группировка", "Ответственность … взяла на себя", "за взрыв", "admit"),
    ("Генерал пообещал отомстить.", "Генерал", "пообещал", "отомстить", "threaten"),  # a promise of harm
    ("Мэр пообещал восстановить школу.", "Мэр", "пообещал", "восстановить школу", "promise"),
    ("Омбудсмен потребовал освободить пленных.", "Омбудсмен", "потребовал", "освободить пленных", "demand"),
    ("По словам мэра, погибли двое.", "мэра", "По словам", "погибли двое", "assert"),
    ("По предварительным данным, погибли двое.", "", "По предварительным данным", "погибли двое", "assert"),  # nobody named
    ("Спасатели, по словам мэра, работали всю ночь.", "мэра", "по словам", "Спасатели … работали всю ночь", "assert"),
    ("Согласно отчёту миссии, мост взорвали.", "отчёту миссии", "Согласно", "мост взорвали", "assert"),
    ("Погибли двое, передаёт агентство со ссылкой на полицию.", "полицию", "со ссылкой на", "Погибли двое", "assert"),
    ("Погибли двое, передаёт агентство со ссылкой на полицию.", "агентство", "передаёт", "Погибли двое", "assert"),
    ("Сообщается о двух погибших.", "", "Сообщается", "о двух погибших", "assert"),  # impersonal
    ("Офицер был обвинён в мародёрстве.", "", "был обвинён", "Офицер … в мародёрстве", "accuse"),  # passive, nobody accuses
    ("В докладе миссии говорится, что мост взорвали.", "докладе миссии", "говорится", "что мост взорвали", "assert"),
    ("На видео видно, как горит дом.", "видео", "видно", "как горит дом", "assert"),  # evidence speaks
    ("Мэр обвинил армию в обстреле, отметив, что погибли двое.", "Мэр", "отметив", "что погибли двое", "assert"),  # the gerund's subject
    ("Мэр осудил обстрел и призвал к миру.", "Мэр", "призвал", "к миру", "call"),  # the second verb's subject is the first's
    ("Армия признала, что её бойцы стреляли, и пообещала расследование.", "Армия", "признала", "что её бойцы стреляли", "admit"),
    ("Снимок танка, якобы сбитого над городом, разошёлся по сети.", "", "якобы", "сбитого над городом", "assert"),
    ("Мэр: погибли двое", "Мэр", ":", "погибли двое", "assert"),  # a headline
    ("Десятки погибших на вокзале — губернатор", "губернатор", "—", "Десятки погибших на вокзале", "assert"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "act"), ROWS, ids=[f"{r[2]}: {r[0][:40]}" for r in ROWS])
def test_who_says_what(russian: "Read", text: str, source: str, cue: str, content: str, act: str) -> None:
    whole, found = told(russian, text)
    shown = [(quote(s.source, whole), quote(s.cue, whole), quote(s.content, whole), s.act.value) for s in found]
    assert (source, cue, content, act) in shown


SILENT = [
    "На вопрос, почему молчала сирена, чиновник не ответил.",  # a question not answered says nothing
    "Стороны провели переговоры о прекращении огня.",  # talks without content
    "Тип ракеты не указывает на стрелявшего.",  # a thing says nothing
    "За безопасность коридора отвечают миротворцы.",  # a verb of answering that means another thing
    "Спасатели весь день разбирали завалы.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_says_nothing_gives_no_statement(russian: "Read", text: str) -> None:
    assert told(russian, text)[1] == ()


def test_an_inner_statement_names_the_outer_one(russian: "Read") -> None:
    text, found = told(russian, "Омбудсмен говорит, что, по словам старосты, в селе повреждены дома.")
    outer, inner = found
    assert inner.parent == outer.id
    assert quote(inner.source, text) == "старосты"
    assert quote(inner.content, text) == "в селе повреждены дома"


SPEAKERS = [
    # (paragraphs, the last statement's speaker), the reason beside it
    (("По словам министра Ивана Петрова, погибли двое.",), "Иван Петров"),  # in the nominative
    (("Министр Иван Петров сообщил о двух погибших.", "Петров добавил, что ранены пятеро."), "Иван Петров"),  # surname
    (("Министр Иван Петров сообщил о двух погибших. По его словам, ранены пятеро.",), "Иван Петров"),  # pronoun
    (("Мэр Иван Петров и врач Анна Сидорова были там. Петров назвал удар ошибкой.",
      "Сидорова рассказала о раненых. «Их много», — сказала она."), "Анна Сидорова"),  # her, not him
    (("Министерство обороны Армении заявило, что мост взорван. В ведомстве добавили, что погибли двое.",),
     "Министерство обороны Армении"),  # taken up again
    (("В Министерстве обороны Азербайджана сообщили о двух погибших. Там утверждают, что мост взорвали.",),
     "Министерство обороны Азербайджана"),
    (("Врачи, по их словам, приняли 80 раненых.",), "Врачи"),  # whom the sentence is about
    (("Она сказала, что ничего не видела.",), None),  # nobody was named
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "name"), SPEAKERS, ids=[str(r[1]) for r in SPEAKERS])
def test_who_the_source_stands_for(russian: "Read", paragraphs: tuple[str, ...], name: str | None) -> None:
    assert told(russian, *paragraphs)[1][-1].speaker.name == name


KINDS = [
    ("Министр Иван Петров сообщил о двух погибших.", ActorKind.PERSON),
    ("МИД Армении сообщил о двух погибших.", ActorKind.ORGANISATION),
    ("Местные жители сообщили о двух погибших.", ActorKind.GENERIC),
    ("Обе стороны заявили о победе.", ActorKind.GROUP),
    ("Мы призываем стороны к миру.", ActorKind.AUTHOR),
    ("Телеканал «Рассвет» сообщил о двух погибших.", ActorKind.OUTLET),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_speaker(russian: "Read", text: str, kind: ActorKind) -> None:
    assert told(russian, text)[1][0].speaker.kind is kind


def test_medium_addressee_and_wording(russian: "Read") -> None:
    text, (post, spoken) = told(
        russian,
        "Мэр написал в Telegram: «Ночью обстреляли школу».",
        "Мэр рассказал журналистам, что в городе «почти нет» воды.",
    )
    assert (post.medium, post.wording, post.direct) == ("telegram", Wording.DIRECT, True)
    assert quote(spoken.addressee, text) == "журналистам"
    assert spoken.wording is Wording.MIXED


def test_a_dateline_is_no_part_of_what_is_said(russian: "Read") -> None:
    text, (found,) = told(russian, "ЗАРЕЧНЫЙ, 17 октября. Погибли двое, сообщила полиция.")
    assert quote(found.content, text) == "Погибли двое"


def test_a_quotation_that_goes_on_is_more_of_the_same(russian: "Read") -> None:
    text, (found,) = told(russian, "«Погибли двое», — сказал мэр. «Их похоронили вчера вечером».")
    assert quote(found.content, text) == "«Погибли двое» … «Их похоронили вчера вечером»"


def test_swapped_parties_are_read_alike(russian: "Read") -> None:
    """Neutrality is a law: swap the parties, and the same is found, swapped."""
    first = "Министерство обороны Армении обвинило Азербайджан в обстреле; Баку это отрицает."
    second = "Министерство обороны Азербайджана обвинило Армению в обстреле; Ереван это отрицает."
    shapes = [
        [(s.act, len(s.source), len(s.content), s.speaker.kind, s.rule) for s in told(russian, t)[1]] for t in (first, second)
    ]
    assert shapes[0] == shapes[1]
    assert [s[0] for s in shapes[0]] == [Act.ACCUSE, Act.DENY]


RUSSIAN_SINS = SINS | {
    "guillemet never closed": "Мэр сказал: «" + "мы останемся, и " * 100,
    "guillemets in guillemets": "«Судно «Надежда» затонуло», — сказал мэр. «Компания «Азов», — добавил он. " * 20,
    "every mark opened, none closed (ru)": 'Он сказал «„“"— мы останемся. ' * 10,
    "all capitals (ru)": "МИНИСТЕРСТВО СООБЩИЛО, ЧТО ПОГИБЛИ ДВОЕ. «МЫ ОСТАНЕМСЯ», — СКАЗАЛ МЭР.",
    "dashes only": "— — — — — сказал он — — —",
    "cue without anything (ru)": "сказал сказал сказал, по словам, по словам.",
    "emoji (ru)": "Мэр сказал 👨‍👩‍👧, что погибли двое 🕊️.",
    "lone surrogate (ru)": "Мэр сказал, что \ud800 погибли двое.",
}


@pytest.mark.parametrize("sin", RUSSIAN_SINS, ids=str)
def test_a_result_and_no_crash(russian: "Read", sin: str) -> None:
    article = written(RUSSIAN_SINS[sin])
    for statement in attribute(article, russian):
        for span in (*statement.source, *statement.cue, *statement.content, *statement.addressee):
            assert 0 <= span.start < span.end <= len(article.text)
            assert span.of(article.text).strip() == span.of(article.text)


def test_capitals_are_still_read(russian: "Read") -> None:
    assert told(russian, RUSSIAN_SINS["all capitals (ru)"])[1]


def test_no_full_stop_in_twenty_thousand_words(russian: "Read") -> None:
    began = process_time()
    told(russian, "мэр сказал, что армия обстреляла город и " * 3_000)
    assert process_time() - began < 60


def article_in(language: str | None, *paragraphs: str) -> Article:
    return msgspec.structs.replace(written(*paragraphs), language=language)


def test_a_russian_report_is_read_by_the_russian_rules_and_says_that_claims_are_not() -> None:
    reading = read_report(
        "Обстрел города\n\nМэр города Иван Петров сообщил, что погибли двое. По его словам, стреляла артиллерия."
    )
    assert reading.article.language == "ru"
    assert [s.speaker.name for s in reading.statements] == ["Иван Петров", "Иван Петров"]
    assert reading.claims == ()
    assert any("claims are not" in w for w in reading.article.warnings)


UNREAD = [
    (
        "de",
        "Der Minister sagte, dass drei Menschen getötet wurden, und die Armee bestritt, dass sie auf die Stadt geschossen habe.",
    ),
    ("hy", "Նախարարությունն ասաց, որ երեք մարդ զոհվել է հրետակոծության հետևանքով, իսկ բանակը հերքեց դա։"),
    (None, "Мэр: двое погибших"),
]


@pytest.mark.parametrize(("language", "text"), UNREAD, ids=["German", "Armenian", "too little to tell"])
def test_what_cannot_be_read_gives_nothing_and_says_so(language: str | None, text: str) -> None:
    def must_not(_: str) -> None:
        raise AssertionError("the English parse was run")

    found = extract(article_in(language, text), parse=must_not)  # type: ignore[arg-type]
    assert (found.statements, found.claims) == ((), ())
    assert "not read" in found.warnings[0]


def test_the_english_parse_is_not_run_on_a_russian_report() -> None:
    def must_not(_: str) -> None:
        raise AssertionError("the English parse was run")

    readers = replace(load_readers(), parse=must_not)  # type: ignore[arg-type]
    article = article_in("ru", "Мэр сообщил, что погибли двое.")
    assert extract(article, parse=readers.parse, others=readers.others).statements


def test_a_short_headline_that_is_taken_for_another_language_is_still_read() -> None:
    article = article_in("pcm", "The mayor said that two people died.")
    assert extract(article, parse=load_readers().parse).statements


def test_a_paragraph_in_another_script_is_left_out_of_an_english_report() -> None:
    article = article_in("en", "The mayor said that two people died.", "Мэр сказал, что погибли двое.")
    found = extract(article, parse=load_readers().parse)
    assert [quote(s.cue, article.text) for s in found.statements] == ["said"]
