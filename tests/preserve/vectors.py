"""Other people's test files, unpacked where they lie beside the checkout; a test that wants them is left out where they do not."""

import tarfile
from pathlib import Path

import pytest

PACKED = Path(__file__).parents[3] / "shared" / "data" / "vectors.tar.xz"


def unpacked(into: Path, *sets: str) -> Path:
    """The folder that holds the named sets."""
    if not PACKED.exists():
        pytest.skip("left out: ../shared/data/vectors.tar.xz is not there")
    with tarfile.open(PACKED) as archive:
        wanted = [each for each in archive.getmembers() if each.name.removeprefix("./").split("/")[1:2] in [[s] for s in sets]]
        archive.extractall(into, wanted, filter="data")
    return into / "vectors"
