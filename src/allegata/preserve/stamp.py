"""Time-stamps (RFC 3161): an authority's signed word that a checkpoint was there at its time.

What is stamped is the file of a checkpoint that was sent out, so that `openssl ts -verify -data FILE -in TOKEN -CAfile PEM`
checks it too. The answer of the authority is kept as it came. Its bytes can be changed in places without its signature
breaking, so its SHA-256 is logged. Certificates are judged at the time that the token names; revocation is not asked for.
"""

import hashlib
import ssl
import warnings
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from ..errors import StampError
from ..records import Record

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
"""Media types of what is sent to an authority and what comes back."""

MAX_TOKEN = 64 * 1024
"""Bytes of an answer; real ones have 1 to 8 kB."""

_GRANTED = 0


class Query(Record):
    """What an authority is asked: `data` in DER; `nonce` comes back in its answer."""

    data: bytes
    nonce: int


class Stamp(Record):
    """What a token says. `at`: the authority's time; `certificates`: in PEM, those by which it was checked, roots first."""

    sha256: str
    at: datetime
    authority: str
    certificates: bytes


def query(note: bytes) -> Query:
    """A query for these bytes, by their SHA-256 alone."""
    made = (
        TimestampRequestBuilder()
        .data(note)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    return Query(data=made.as_bytes(), nonce=made.nonce or 0)


def read_stamp(token: bytes, note: bytes, *, certificates: bytes | None = None, nonce: int | None = None) -> Stamp:
    """What the answer says about these bytes, its signature and chain checked.

    `certificates`: PEM of the authority's root, with intermediate ones if its answers leave them out; by default the roots that
    this system trusts. Raises StampError, saying what does not hold.
    """
    known = _read(certificates) if certificates is not None else None
    answer = _decoded(token)
    failure: Exception | None = None
    # The libraries below raise errors of many kinds on bytes that are none of an authority's; none of them is a stamp.
    try:
        for chain in [known] if known is not None else _system_chains(answer):
            try:
                _verify(answer, note, chain, nonce)
            except (VerificationError, ValueError) as error:
                failure = error
                continue
            pem = b"".join(each.public_bytes(Encoding.PEM) for each in chain)
            sha256 = hashlib.sha256(token).hexdigest()
            return Stamp(sha256=sha256, at=answer.tst_info.gen_time, authority=_authority(answer), certificates=pem)
    except Exception as error:
        failure = error
    if failure is None:
        raise StampError("the authority's root is none that this system trusts; give its certificate: --root FILE")
    raise StampError(f"the time-stamp does not hold: {failure}; ask the authority again, or give its root: --root FILE")


def is_about(token: bytes, note: bytes) -> bool:
    """Whether the token is over these bytes, its signature not looked at. Raises StampError for what is no token."""
    imprint: bytes = _decoded(token).tst_info.message_imprint.message
    return imprint in {hashlib.new(name, note).digest() for name in ("sha256", "sha384", "sha512")}


def _decoded(token: bytes) -> TimeStampResponse:
    if len(token) > MAX_TOKEN:
        raise StampError(
            f"the answer has {len(token):,} bytes and is no time-stamp; give the answer of the authority as it came"
        )
    try:
        answer = decode_timestamp_response(token)
    except ValueError as error:
        raise StampError(
            f"this is no answer of a time-stamping authority ({error}); give the whole answer (.tsr), not the token cut out of it"
        ) from error
    if answer.status != _GRANTED:
        raise StampError(f"the authority refused (status {answer.status}): {', '.join(answer.status_string) or 'no reason'}")
    return answer


def _verify(answer: TimeStampResponse, note: bytes, chain: list[x509.Certificate], nonce: int | None) -> None:
    builder = VerifierBuilder(
        roots=[each for each in chain if each.issuer == each.subject],
        intermediates=[each for each in chain if each.issuer != each.subject],
        nonce=nonce,
    )
    signers = [x509.load_der_x509_certificate(each) for each in answer.signed_data.certificates]
    if not signers:  # asked for, but some leave it out; then it is among those given
        builder = builder.tsa_certificate(_signer(answer, chain))
    builder.build().verify_message(answer, note)


def _signer(answer: TimeStampResponse, chain: list[x509.Certificate]) -> x509.Certificate:
    for info in answer.signed_data.signer_infos:
        for each in chain:
            if (each.issuer, each.serial_number) == (info.issuer, info.serial_number):
                return each
    raise ValueError("the answer is without the authority's certificate; give it together with the root")


def _authority(answer: TimeStampResponse) -> str:
    """The name in the certificate that signed, as it writes it."""
    signed = {(info.issuer, info.serial_number) for info in answer.signed_data.signer_infos}
    for der in answer.signed_data.certificates:
        each = x509.load_der_x509_certificate(der)
        if (each.issuer, each.serial_number) in signed:
            return each.subject.rfc4514_string()
    return ", ".join(issuer.rfc4514_string() for issuer, _ in signed)


def _read(pem: bytes) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise StampError(f"there is no certificate in PEM: {error}; give the authority's root certificate") from error
    if not any(each.issuer == each.subject for each in found):
        raise StampError("none of the certificates given is a root; give the authority's root certificate, which signs itself")
    return sorted(found, key=lambda each: each.issuer != each.subject)


def _system_chains(answer: TimeStampResponse) -> list[list[x509.Certificate]]:
    """The roots that this system trusts and that the answer's certificates name, each by itself."""
    issuers = {x509.load_der_x509_certificate(der).issuer for der in answer.signed_data.certificates}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of old roots whose form newer rules forbid
        held = ssl.create_default_context().get_ca_certs(binary_form=True)
        roots = [x509.load_der_x509_certificate(der) for der in held]
    return [[root] for root in roots if root.subject in issuers]
