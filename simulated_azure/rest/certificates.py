"""A certificate authority of this machine's own, and the server's certificate for the loopback interface.

Clients refuse to send tokens over plain HTTP, so the face speaks HTTPS; they have to be told to trust this authority.
It is good for loopback names only, and its key stays in one folder.
"""

import datetime as dt
import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_AUTHORITY_NAME = "SIMULATED AZURE local authority"
_DAYS = 365
_RENEW_DAYS = 7
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Authority:
    """The authority in a folder: `ca.pem` is what clients trust.

    Args:
        folder: where certificate and key lie; made when absent, readable by its owner only.
    """

    folder: Path

    @property
    def certificate(self) -> Path:
        """The authority's certificate, PEM."""
        return self.folder / "ca.pem"

    @property
    def _key(self) -> Path:
        return self.folder / "ca.key"

    def ensure(self) -> None:
        """Make the authority when it is not there or about to expire."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._key.exists() and _fresh(self.certificate):
            return
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(_AUTHORITY_NAME)
        builder = (
            _builder(name, name, key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(sign_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        _write(self._key, _pem(key))
        _write(self.certificate, builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def issue(self, hosts: Sequence[str], name: str) -> tuple[Path, Path]:
        """A server certificate for some hosts.

        Args:
            hosts: DNS names and IP addresses.
            name: of the two files, without ending.

        Returns:
            Certificate (PEM, with the authority's behind it) and key.
        """
        self.ensure()
        certificate, key_file = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        authority = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        if key_file.exists() and _fresh(certificate) and _issued_by(certificate, authority):
            return certificate, key_file
        signer = serialization.load_pem_private_key(self._key.read_bytes(), None)
        if not isinstance(signer, ec.EllipticCurvePrivateKey):
            raise TypeError("the key of the authority is not an elliptic curve key")
        key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            _builder(_name(hosts[0]), authority.subject, key.public_key())
            .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(sign_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        )
        signed = builder.sign(signer, hashes.SHA256())
        _write(key_file, _pem(key))
        _write(certificate, signed.public_bytes(serialization.Encoding.PEM) + self.certificate.read_bytes())
        return certificate, key_file


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=_DAYS))
    )


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=sign_certificates, crl_sign=sign_certificates, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _host(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _fresh(certificate: Path) -> bool:
    if not certificate.exists():
        return False
    left = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    return left - dt.datetime.now(dt.UTC) > dt.timedelta(days=_RENEW_DAYS)


def _issued_by(certificate: Path, authority: x509.Certificate) -> bool:
    issued = x509.load_pem_x509_certificates(certificate.read_bytes())
    return issued[-1].fingerprint(hashes.SHA256()) == authority.fingerprint(hashes.SHA256())


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    """Write a file for its owner alone, in one step: another process may be starting at the same time."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    beside.replace(path)
