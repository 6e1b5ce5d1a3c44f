"""Who may open a casebook's pages and do what: accounts with one of three roles. Refuse by default: no role, no right."""

from collections.abc import Callable
from enum import StrEnum

from ..errors import CasebookError
from ..records import Record


class Role(StrEnum):
    """VIEWER reads. REVIEWER decides too. EDITOR, besides, grades, merges and splits incidents."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    EDITOR = "editor"

    @property
    def may_decide(self) -> bool:
        """Whether the role may accept, correct, reject and undo."""
        return self in (Role.REVIEWER, Role.EDITOR)


class Account(Record):
    """A person as the casebook knows them. `role` None: may log in and see nothing."""

    name: str
    role: Role | None
    active: bool = True


class Accounts:
    """The accounts of one casebook. `here` points the thread's connection at it."""

    def __init__(self, here: Callable[[], None]) -> None:
        self._here = here

    def add(self, name: str, password: str, role: Role) -> Account:
        """A new account; raises CasebookError for a name that is taken or a password that is too weak."""
        from django.contrib.auth.models import Group, User
        from django.contrib.auth.password_validation import validate_password
        from django.core.exceptions import ValidationError
        from django.db import IntegrityError, transaction

        self._here()
        try:
            User.username_validator(name)
            validate_password(password)
        except ValidationError as error:
            raise CasebookError(f"the account {name!r} cannot be made: {' '.join(error.messages)}") from error
        try:
            with transaction.atomic():
                user = User.objects.create_user(name, password=password)
                user.groups.set([Group.objects.get(name=role.value)])
        except IntegrityError as error:
            raise CasebookError(f"there is an account {name!r} already: choose another name") from error
        return Account(name=name, role=role)

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        from django.contrib.auth.models import User

        self._here()
        users = User.objects.order_by("username").prefetch_related("groups")
        return tuple(
            Account(name=u.username, role=role_in({g.name for g in u.groups.all()}), active=u.is_active) for u in users
        )

    def role_of(self, name: str) -> Role | None:
        """The role of an active account; None for anyone else."""
        from django.contrib.auth.models import Group, User

        self._here()
        if not User.objects.filter(username=name, is_active=True).exists():
            return None
        return role_in(set(Group.objects.filter(user__username=name).values_list("name", flat=True)))

    def set_password(self, name: str, password: str) -> None:
        """A new password; sessions under the old one end. Raises CasebookError if there is no such account."""
        from django.contrib.auth.models import User

        self._here()
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CasebookError(f"there is no account {name!r}: see the list of accounts")
        user.set_password(password)
        user.save()


def role_in(groups: set[str]) -> Role | None:
    """The strongest role among group names."""
    return next((role for role in (Role.EDITOR, Role.REVIEWER, Role.VIEWER) if role.value in groups), None)
