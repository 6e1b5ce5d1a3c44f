"""Ways in: the password, the terminal's link once, and what closes them."""

from datetime import timedelta
from pathlib import Path

import pytest

from allegata.casebook import create, open_store
from allegata.casebook.accounts import Role
from allegata.preserve.log import Log
from allegata.web.app import FIRST, create_first_user, greeting, served_book
from allegata.web.once import VALID, Once
from allegata.web.served import Served
from allegata.web.throttle import ALLOWED, NAMES, WITHIN, Throttle
from allegata.work.book import Book
from tests.casebook.made import NOW

from .browse import client
from .made import PASSWORD


def test_the_first_run_makes_one_account_that_may_do_everything(tmp_path: Path) -> None:
    folder = create(tmp_path / "book", title="T", now=NOW)
    Log.create(folder.log)
    with Book(folder, open_store(folder)) as book:
        made = create_first_user(book.store)
        assert made is not None and made[0] == FIRST
        assert book.store.accounts.role_of(FIRST) is Role.EDITOR
        assert create_first_user(book.store) is None
        desk = served_book(book, now=lambda: NOW)
        words = greeting("http://127.0.0.1:8642", desk, made)
        assert made[1] in words and desk.once.token in words
        asking = client(desk)
        assert asking.post("/login", {"username": FIRST, "password": made[1]}).headers["Location"] == "/incidents"
        changed = {"old_password": made[1], "new_password1": "another pass phrase", "new_password2": "another pass phrase"}
        assert asking.post("/account", changed).status_code == 302
        assert client(desk).post("/login", {"username": FIRST, "password": made[1]}).status_code == 200
        assert "not encrypted" in greeting("http://192.0.2.1:80", desk, None)


def test_the_link_lets_in_once(desk: Served) -> None:
    path = f"/login/once/{desk.once.token}"
    looking = client(desk)
    assert looking.get(path).status_code == 200, "looking does not use it up"
    assert looking.post(path).headers["Location"] == "/incidents"
    assert looking.get("/incidents").status_code == 200
    late = client(desk)
    assert late.get(path).status_code == late.post(path).status_code == 410
    assert late.get("/incidents").status_code == 302


def test_the_link_grows_old() -> None:
    once = Once("desk", NOW)
    assert once.take(once.token, NOW + VALID) is None
    assert once.take("wrong", NOW) is None
    assert once.take(once.token, NOW) == "desk"
    assert once.take(once.token, NOW) is None
    nobody = Once(None, NOW)
    assert nobody.take(nobody.token, NOW) is None


def test_guessing_closes_the_name_for_a_while(desk: Served) -> None:
    asking = client(desk)
    for _ in range(ALLOWED):
        assert asking.post("/login", {"username": "Viewer", "password": "wrong"}).status_code == 200
    assert asking.post("/login", {"username": "viewer", "password": PASSWORD}).status_code == 429
    assert asking.post("/login", {"username": "reviewer", "password": PASSWORD}).status_code == 302
    later = Served(
        book=desk.book, now=lambda: desk.now() + WITHIN + timedelta(seconds=1), once=desk.once, throttle=desk.throttle
    )
    assert client(later).post("/login", {"username": "viewer", "password": PASSWORD}).status_code == 302


def test_made_up_names_do_not_fill_the_memory() -> None:
    throttle = Throttle()
    for number in range(NAMES + 5):
        throttle.failed(f"name{number}", NOW)
    assert len(throttle._failed) == NAMES
    throttle.succeeded("name99")
    assert not throttle.is_closed("name99", NOW)


@pytest.mark.parametrize("next_page", ["https://attacker.example/", "//attacker.example", "/incidents"])
def test_after_login_one_stays_here(desk: Served, next_page: str) -> None:
    answer = client(desk).post("/login", {"username": "editor", "password": PASSWORD, "next": next_page})
    assert answer.headers["Location"] == "/incidents"
    cookie = answer.cookies["allegata"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
