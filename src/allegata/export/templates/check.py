"""Checks the evidence package that it lies in with nothing but Python 3.9 or later: python3 -I data/check.py [KEY]
KEY is the signer's key in hex, as you had it another way. What fails is printed; the exit status is 0 if all holds, else 1."""

import base64, hashlib, json, pathlib, sys, zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOG, FAILED = ROOT / "data/log", []
sha256 = lambda data: hashlib.sha256(data).digest()
node = lambda left, right: sha256(b"\x01" + left + right)
half = lambda size: 1 << (size - 1).bit_length() - 1

def expect(holds, what):
    if not holds:
        print("FAILED:", what)
        FAILED.append(what)
def included(leaf, index, size, proof):  # RFC 9162, 2.1.3: the root of the tree of `size` leaves to which the proof leads
    if size == 1: return leaf
    side, left = proof.pop(), half(size)
    if index < left: return node(included(leaf, index, left, proof), side)
    return node(side, included(leaf, index - left, size - left, proof))
def continued(old, new, proof, head, first=True):  # RFC 9162, 2.1.4: the roots of the old and the new tree to which it leads
    if old == new: return (head, head) if first else (proof[-1], proof.pop())
    side, left = proof.pop(), half(new)
    was, now = continued(old, left, proof, head, first) if old <= left else continued(old - left, new - left, proof, head, False)
    return (was, node(now, side)) if old <= left else (node(side, was), node(side, now))
def opened(note, origin, key):  # C2SP signed-note and tlog-checkpoint: size and root of a head that the key signed
    text, _, lines = note.rpartition("\n\n")
    signed = [base64.b64decode(line.split(" ")[2])[4:] for line in lines.split("\n") if line.startswith(f"\u2014 {origin} ")]
    expect(len(signed) == 1 and verify(key, signed[0], (text + "\n").encode()), "the signature of a head of the log")
    return int(text.split("\n")[1]), base64.b64decode(text.split("\n")[2])
def main(wanted):
    files = {path.relative_to(ROOT).as_posix(): path for path in ROOT.rglob("*") if not path.is_dir()}
    listed = [line for tag in ("", "tag") for line in (ROOT / f"{tag}manifest-sha256.txt").read_text().splitlines()]
    for line in listed:
        expect(line[66:] in files and hashlib.sha256(files[line[66:]].read_bytes()).hexdigest() == line[:64], line[66:])
    more = set(files) ^ {line[66:] for line in listed} ^ {"tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"}
    expect(not more, f"files that are not listed, or not there: {sorted(more)}")
    origin, _, encoded = (LOG / "key.pub").read_text().strip().split("+", 2)
    key = base64.b64decode(encoded)[1:]
    expect(not wanted or wanted[0].lower() == key.hex(), "the key is not the one that you gave")
    signed, signature = ((ROOT / f"tagmanifest-sha256.txt{end}").read_bytes() for end in ("", ".sig"))
    expect(verify(key, signature, signed), "the signature of the package")
    size, root = opened((LOG / "checkpoint").read_text(), origin, key)
    archive = zipfile.ZipFile(ROOT / "data/captures.wacz")
    entries, sent = [*LOG.glob("entries/*.json")], [*LOG.glob("sent/*.checkpoint")]
    unlogged = {name for name in archive.namelist() if name.startswith("archive/")}
    for path in entries:
        leaf, (_, index, *proof) = path.read_bytes(), path.with_suffix(".tlog-proof").read_text().split("\n\n")[0].split("\n")
        expect(included(sha256(b"\x00" + leaf), int(index[6:]), size, list(map(base64.b64decode, proof))) == root, path.name)
        name = f"archive/{(entry := json.loads(leaf))['subject']}.warc"
        if entry["kind"] == "capture":
            expect(sha256(archive.read(name)).hex() == entry["body"]["warc_sha256"], f"{name} is not what was logged")
            unlogged.remove(name)
    expect(not unlogged, f"captures that are not in the log: {sorted(unlogged)}")
    for path in sent:
        old, was = opened(path.read_text(), origin, key)
        _, *proof = path.with_suffix(".consistency").read_text().split("\n\n")[0].split("\n")
        expect(continued(old, size, list(map(base64.b64decode, proof)), was) == (was, root), f"{path.name} is not continued")
    print(f"{len(files)} files, {len(entries)} entries of the log, {len(sent)} older heads of it; signed by {key.hex()} ({origin})")

# The rest is Ed25519 (RFC 8032, 5.1.7), which Python's library lacks. `openssl pkeyutl -verify -rawin` does the same: see README.txt.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def add(one, two):  # extended coordinates, 5.1.4
    a, b = (one[1] - one[0]) * (two[1] - two[0]), (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * one[3] * two[3] * D, 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        result, point, number = add(result, point) if number & 1 else result, add(point, point), number >> 1
    return result

def decompressed(raw):  # 5.1.3; None for bytes that are no point
    y, sign = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

BASE = decompressed((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def verify(key, signature, message):
    if len(key) != 32 or len(signature) != 64: return False
    a, r, s = decompressed(key), decompressed(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER: return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    one, two = times(s, BASE), add(r, times(k, a))
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0

if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception as error:  # what is not even readable does not hold
        expect(False, f"the package is not as it should be: {error!r}")
    print("all holds" if not FAILED else f"{len(FAILED)} failed")
    sys.exit(1 if FAILED else 0)
