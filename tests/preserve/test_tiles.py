"""The tiles hold what the standard says, whole after every append, and prove without the log being read through."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allegata.errors import LogError
from allegata.preserve.checkpoint import open_note
from allegata.preserve.ledger import leaf_hash, range_root, root
from allegata.preserve.log import Log
from allegata.preserve.problem import Fault
from allegata.preserve.tiles import Tiles, bundle, entry_line, every_tile, partial_tiles, subtrees, unbundle
from allegata.records import Entry, EntryKind

NOW = datetime(2020, 10, 4, 8, 0, tzinfo=UTC)
LINES = [b"entry %d" % number for number in range(70_000)]
LEAVES = [leaf_hash(line) for line in LINES]


def entries(first: int, end: int) -> list[Entry]:
    return [Entry(kind=EntryKind.CAPTURE, at=NOW, by="a", subject=str(n), body={}) for n in range(first, end)]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("tile/**/*") if path.is_file()}


def test_the_names_of_the_standards_example() -> None:
    """A log of 70,000: 273 full tiles at level 0, one of 112; one full at level 1, one of 17; one of 1 at level 2."""
    names = [name for name, _ in every_tile(LINES, LEAVES) if not name.startswith("tile/entries")]
    assert names[272:] == ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert [n for n in names if ".p/" in n] == [n for n in partial_tiles(70_000) if not n.startswith("tile/entries")]
    held = dict(every_tile(LINES[:256], LEAVES[:256]))
    assert list(held) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert held["tile/1/000.p/1"] == root(LEAVES[:256])
    assert unbundle(held["tile/entries/000"]) == LINES[:256]


@pytest.mark.parametrize("steps", [(1, 1, 1), (255, 1, 1), (200, 100, 300), (513, 255)])
def test_after_every_append_the_tiles_of_the_head_are_there_and_no_others(tmp_path: Path, steps: tuple[int, ...]) -> None:
    tiles, size = Tiles(tmp_path), 0
    for step in steps:
        for line in LINES[size : size + step]:
            tiles.add(line)
        tiles.settle(keep=())
        size += step
        assert files(tmp_path) == dict(every_tile(LINES[:size], LEAVES[:size]))


def test_partial_tiles_of_heads_that_were_sent_out_stay_until_the_full_one_is_there(tmp_path: Path) -> None:
    tiles = Tiles(tmp_path)
    for line in LINES[:10]:
        tiles.add(line)
    tiles.settle(keep=())
    for line in LINES[10:20]:
        tiles.add(line)
    tiles.settle(keep=(10,))
    assert set(files(tmp_path)) == {*partial_tiles(10), *partial_tiles(20)}
    for line in LINES[20:256]:
        tiles.add(line)
    tiles.settle(keep=(10,))
    assert set(files(tmp_path)) == {name for name, _ in every_tile(LINES[:256], LEAVES[:256])}


def test_subtrees_and_entries_are_read_from_the_tiles_alone(tmp_path: Path) -> None:
    tiles = Tiles(tmp_path)
    for line in LINES:
        tiles.add(line)
    tiles.settle(keep=())
    tree = subtrees(tmp_path, len(LINES))
    for start, end in ((0, 1), (69_999, 70_000), (0, 65_536), (65_536, 70_000), (512, 1024), (69_888, 70_000), (0, 70_000)):
        assert range_root(tree, start, end) == root(LEAVES[start:end]), (start, end)
    for index in (0, 255, 256, 69_887, 69_999):
        assert entry_line(tmp_path, index, len(LINES)) == LINES[index]


def test_a_cut_bundle_is_refused() -> None:
    with pytest.raises(LogError, match="cut short"):
        unbundle(bundle(LINES[:3])[:-1])


@pytest.fixture
def log(tmp_path: Path) -> Log:
    made = Log.create(tmp_path / "log")
    made.append_all(entries(0, 300))
    return made


def test_proofs_come_from_tiles_and_without_them_from_the_entries(log: Log) -> None:
    early = log.signed_head()
    log.append_all(entries(300, 700))
    for _ in range(2):
        for index in (0, 255, 299):
            for note in (early, log.signed_head()):
                assert log.prove(index, note=note).check(log.line(index), log.verifier()) == open_note(note, log.verifier())
        proof = log.prove_consistency(open_note(early, log.verifier()))
        assert proof.check(open_note(early, log.verifier()), log.verifier()).size == 700
        shutil.rmtree(log.folder / "tile", ignore_errors=True)
    with pytest.raises(IndexError):
        log.prove(500, note=early)
    with pytest.raises(IndexError):
        log.prove(700)


def test_a_wrong_tile_proves_nothing_wrong(log: Log) -> None:
    path = log.folder / "tile/0/000"
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    assert log.prove(5).check(log.line(5), log.verifier()).size == 300
    assert [(p.fault, p.subject) for p in log.check()] == [(Fault.ALTERED, "tile/0/000")]
    path.unlink()
    assert [(p.fault, p.subject) for p in log.check()] == [(Fault.UNFINISHED, "tile/0/000")]
    (log.folder / "tile/0/notes").write_bytes(b"x")
    assert (Fault.STRAY, "tile/0/notes") in [(p.fault, p.subject) for p in log.check()]
    (log.folder / "tile/0/notes").unlink()
    Log(log.folder).append_all(())
    assert list(log.check()) == []


def test_tiles_of_an_interrupted_append_are_taken_back(log: Log) -> None:
    """Killed after the tiles were written and before the head was signed."""
    other = Tiles(log.folder)
    for line in [*log.lines(), *LINES[:600]]:
        other.add(line)
    other.settle(keep=())
    (log.folder / "tile/0/001.p").mkdir(exist_ok=True)
    (log.folder / "tile/0/001.p/7.1.unfinished").write_bytes(b"half")
    Log(log.folder).append_all(())
    assert files(log.folder) == dict(every_tile(list(log.lines()), [leaf_hash(line) for line in log.lines()]))
    assert list(log.check()) == []
