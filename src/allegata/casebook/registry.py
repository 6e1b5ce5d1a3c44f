"""The registry of actors in the database. Guesses, replaced together like links; what people decided about them stays apart."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from ..records import KnownActor, Match, Naming, Registered
from ..records.wire import from_json, to_json


class Actors:
    """The registry of one casebook. `here` points the thread's connection at it, `transaction` opens one."""

    def __init__(self, here: Callable[[], None], transaction: Callable[[], AbstractContextManager[None]]) -> None:
        self._here = here
        self._transaction = transaction

    def save(self, registered: Registered) -> None:
        """Put this in the place of the registry made before."""
        from .models import ActorRow

        rows = [
            *(ActorRow(kind="actor", id=a.id, name=a.name[:200], record=to_json(a).decode()) for a in registered.actors),
            *(ActorRow(kind="naming", id=n.id, name=n.name[:200], record=to_json(n).decode()) for n in registered.namings),
            *(ActorRow(kind="match", id=m.id, name=m.verdict.value, record=to_json(m).decode()) for m in registered.matches),
        ]
        with self._transaction():
            ActorRow.objects.all().delete()
            ActorRow.objects.bulk_create(rows, batch_size=1000)

    def all(self) -> Registered:
        """The registry as last saved; an empty one if there is none."""
        from .models import ActorRow

        self._here()
        rows = list(ActorRow.objects.order_by("number").values_list("kind", "record"))
        return Registered(
            actors=tuple(from_json(record, KnownActor) for kind, record in rows if kind == "actor"),
            namings=tuple(from_json(record, Naming) for kind, record in rows if kind == "naming"),
            matches=tuple(from_json(record, Match) for kind, record in rows if kind == "match"),
        )

    def match(self, id: str) -> Match | None:
        """The match with that id, or None."""
        from .models import ActorRow

        self._here()
        record = ActorRow.objects.filter(kind="match", id=id).values_list("record", flat=True).first()
        return from_json(record, Match) if record else None

    def named(self, name: str) -> tuple[KnownActor, ...]:
        """The actors of exactly that name."""
        from .models import ActorRow

        self._here()
        records = ActorRow.objects.filter(kind="actor", name=name[:200]).order_by("number").values_list("record", flat=True)
        return tuple(from_json(record, KnownActor) for record in records)
