"""Who signed a WACZ, by wacz-auth 0.1.0: a public key alone (anonymous), or a domain's certificate with an RFC 3161 time stamp.

Signed is the text `sha256:<hex>` of the digest of datapackage.json. That a key vouches says nothing of whose it is: compare it
with one that came another way.
"""

import warnings
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from ..errors import Unreadable
from ..records import Record

NEAR = timedelta(minutes=10)
"""How far the time that a signer states may lie from the time stamp (wacz-auth 0.1.0, step 7)."""

_ALWAYS = frozenset({"hash", "created", "software", "signature"})
_BY_DOMAIN = _ALWAYS | {"domain", "domainCert", "timeSignature", "timestampCert"}
_ANY_FORM = _BY_DOMAIN | {"publicKey", "version", "crossSignedCert"}
_P384_ORDER = 2**384 - 1388124618062372383947042015309946732620727252194336364173
"""Of the group of P-384 (SP 800-186, 3.2.1.4)."""
_PEM_END = b"-----END CERTIFICATE-----"


class Signer(Record):
    """Who signed: a public key alone (SPKI in base64), or a domain, when, and by whose time stamp."""

    key: str | None = None
    domain: str | None = None
    at: datetime | None = None
    stamped_by: str | None = None


def time_of(text: object) -> datetime | None:
    """The aware time of an RFC 3339 text, UTC where it names no zone; None for anything else."""
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def signer_of(signed: object, digest: str) -> Signer:
    """Who signed that digest (`sha256:` and hex), by wacz-auth 0.1.0; raises Unreadable if the signature does not hold."""
    if not isinstance(signed, dict) or set(signed) - _ANY_FORM or not all(isinstance(value, str) for value in signed.values()):
        raise Unreadable("signedData has other fields than wacz-auth 0.1.0 knows")
    if signed.get("hash") != digest:
        raise Unreadable(f"what is signed is {signed.get('hash')}, not {digest}")
    if "publicKey" in signed:
        _verify(_public_key(signed["publicKey"]), signed.get("signature", ""), digest)
        return Signer(key=signed["publicKey"], at=time_of(signed.get("created")))
    if set(signed) >= _BY_DOMAIN:
        return _signer_by_domain(signed, digest)
    raise Unreadable("signedData has neither a public key nor a domain's certificate with a time stamp")


def signed_data(seed: bytes, digest: str, *, created: str, software: str) -> dict[str, str]:
    """signedData over that digest, anonymous, by a key that only this seed of 32 bytes gives: ECDSA on P-384, as the format and the
    tools for it want, made from the seed by HKDF (RFC 5869), so that there is no second key to keep. The same every time."""
    key = _key_from(seed)
    raw = key.sign(digest.encode(), ec.ECDSA(SHA256(), deterministic_signing=True))
    signature = b"".join(number.to_bytes(48) for number in decode_dss_signature(raw))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "hash": digest,
        "created": created,
        "software": software,
        "signature": b64encode(signature).decode(),
        "publicKey": b64encode(public).decode(),
    }


def _key_from(seed: bytes) -> ec.EllipticCurvePrivateKey:
    # 128 bits more than the group's order, so that the remainder is even (FIPS 186-5, A.2.1).
    derived = HKDF(algorithm=SHA384(), length=64, salt=None, info=b"allegata: key of a WACZ, P-384").derive(seed)
    return ec.derive_private_key(int.from_bytes(derived) % (_P384_ORDER - 1) + 1, ec.SECP384R1())


def _signer_by_domain(signed: dict[str, str], digest: str) -> Signer:
    chain, stampers = _certificates(signed["domainCert"]), _certificates(signed["timestampCert"])
    _verify(chain[0].public_key(), signed["signature"], digest)
    if signed["domain"] not in _names(chain[0]):
        raise Unreadable(f"the certificate is for {', '.join(_names(chain[0]))}, not for {signed['domain']!r}")
    stamped = _stamped(signed["timeSignature"], signed["signature"], stampers)
    created = time_of(signed["created"])
    if created is None or abs(created - stamped) > NEAR:
        raise Unreadable(f"it says that it was signed {signed['created']}, and was stamped {stamped}: more than 10 minutes off")
    if not _leads_to_a_root(chain, stamped):
        raise Unreadable(f"the certificate of {signed['domain']} does not lead to a root that browsers trust")
    return Signer(domain=signed["domain"], at=stamped, stamped_by=stampers[0].subject.rfc4514_string())


def _verify(key: object, signature: str, digest: str) -> None:
    try:
        raw = b64decode(signature, validate=True)
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(raw, digest.encode())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_der(raw, key), digest.encode(), ec.ECDSA(SHA256()))
        else:
            raise Unreadable("the key is neither ECDSA nor Ed25519")
    except (InvalidSignature, ValueError) as error:
        raise Unreadable("the signature does not match: it, or what was signed, was altered") from error


def _der(raw: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """Browsers write both numbers one after the other, servers in DER."""
    half = (key.key_size + 7) // 8
    if len(raw) != 2 * half:
        return raw
    return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))


def _public_key(encoded: str) -> object:
    try:
        return load_der_public_key(b64decode(encoded, validate=True))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Unreadable(f"the public key cannot be read: {error}") from error


def _certificates(pem: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise Unreadable(f"a certificate cannot be read: {error}") from error


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        return extension.value.get_values_for_type(x509.DNSName)
    except (x509.ExtensionNotFound, ValueError):
        return []


def _stamped(token: str, signature: str, chain: list[x509.Certificate]) -> datetime:
    """The time in an RFC 3161 token over the signature's text, checked with the authority's own certificates. Whether the
    authority is to be trusted is for the reader: no list says which are."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        answer = decode_timestamp_response(b64decode(token, validate=True))
        builder = VerifierBuilder().tsa_certificate(chain[0]).add_root_certificate(chain[-1])
        for certificate in chain[1:-1]:
            builder = builder.add_intermediate_certificate(certificate)
        builder.build().verify_message(answer, signature.encode())
    except (VerificationError, ValueError) as error:
        raise Unreadable(f"the time stamp does not hold: {error}") from error
    return answer.tst_info.gen_time.astimezone(UTC)


def _leads_to_a_root(chain: list[x509.Certificate], at: datetime) -> bool:
    """Whether each certificate was valid then and signed by the next, up to one that a trusted root signed or that is one."""
    for number, certificate in enumerate(chain):
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            return False
        if any(
            _is_issued_by(certificate, root) or certificate.public_key() == root.public_key() for root in _roots(certificate)
        ):
            return True
        if number + 1 == len(chain) or not _is_issued_by(certificate, chain[number + 1]):
            return False
    return False


def _roots(certificate: x509.Certificate) -> list[x509.Certificate]:
    """Those of the trusted roots that could have issued it, or that have its name."""
    return [root for root in _trusted() if root.subject in (certificate.issuer, certificate.subject)]


@cache
def _trusted() -> tuple[x509.Certificate, ...]:
    """The roots that browsers trust, from the certifi package: a file, no network."""
    import certifi

    found = []
    for pem in certifi.contents().encode().split(_PEM_END)[:-1]:
        # One root of old has a serial number that the library warns of and will refuse one day; the others stay.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found.append(x509.load_pem_x509_certificate(pem + _PEM_END))
            except ValueError:
                continue
    return tuple(found)


def _is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
