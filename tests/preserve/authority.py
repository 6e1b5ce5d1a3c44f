"""A time-stamping authority of our own, made with the openssl program: a root, a signer, and answers as a real one gives them."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# `certs` is left out on purpose: with it, openssl writes the certificates in an order that DER forbids.
CONFIGURATION = """
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = none
[ root ]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ signer ]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = this
[ this ]
serial = serial
crypto_device = builtin
signer_cert = signer.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """`root`: its certificate, PEM."""

    folder: Path
    root: bytes

    def answer(self, query: bytes) -> bytes:
        """The answer to a query (.tsq)."""
        (self.folder / "q").write_bytes(query)
        openssl(self.folder, "ts", "-reply", "-queryfile", "q", "-config", "authority.cnf", "-out", "a")
        return (self.folder / "a").read_bytes()

    def verifies(self, data: Path, answer: Path) -> bool:
        """Whether the openssl program finds that the answer stamps the data."""
        command = ["openssl", "ts", "-verify", "-data", str(data), "-in", str(answer), "-CAfile", str(self.folder / "root.pem")]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def make_authority(folder: Path, name: str) -> Authority | None:
    """A new one; None where there is no openssl."""
    if shutil.which("openssl") is None:
        return None
    (folder / "authority.cnf").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="ascii")
    for key in ("root.key", "signer.key"):
        openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    ours = ("-config", "authority.cnf")
    root = ("-x509", "-new", "-key", "root.key", "-subj", f"/CN={name} root", "-days", "3650", "-extensions", "root")
    openssl(folder, "req", *root, *ours, "-out", "root.pem")
    openssl(folder, "req", "-new", "-key", "signer.key", "-subj", f"/CN={name}", *ours, "-out", "signer.csr")
    signed = ("-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "3650")
    openssl(folder, "x509", *signed, "-extfile", "authority.cnf", "-extensions", "signer", "-out", "signer.pem")
    return Authority(folder=folder, root=(folder / "root.pem").read_bytes())


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
