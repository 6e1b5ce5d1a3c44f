"""An attack form: one incident as alleged, with the closed values that MUC-4's templates have."""

from ...records import Record, Span


class Filler(Record):
    """Somebody or something that plays a part. `names`: proper names as written, the fullest first; `words`: other words for it.
    `kind`, `effect`: a closed value, None: not said. `number`: as MUC-4 writes it (`1`, `PLURAL`, `5-`, `~40`), for targets."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    chance: float = 0.0
    kind: str | None = None
    effect: str | None = None
    number: str | None = None

    @property
    def all_words(self) -> tuple[str, ...]:
        """Every string that stands for it."""
        return self.names + self.words


class AttackForm(Record):
    """`day` and `places`: spans of the report, empty when it names none; the most likely first. An organisation's `kind` is how
    surely it is held to be the perpetrator (MUC-4's confidence)."""

    type: str
    stage: str
    category: str | None = None
    chance: float = 0.0
    individuals: tuple[Filler, ...] = ()
    organizations: tuple[Filler, ...] = ()
    objects: tuple[Filler, ...] = ()
    people: tuple[Filler, ...] = ()
    instruments: tuple[Filler, ...] = ()
    places: tuple[Span, ...] = ()
    day: Span | None = None
