"""A recording HTTPS proxy: what a client and Azure Resource Manager say to each other, as it passes.

A client sends `CONNECT host:port` to the proxy of HTTPS_PROXY. For the recorded host the proxy answers with a
certificate of this machine's own authority, which the client trusts for this one run (SSL_CERT_FILE, read by Go on
Linux; REQUESTS_CA_BUNDLE, read by Python), and speaks to the real host itself. Every other host, the sign-in above all,
is passed through unread.
"""

import http.client
import select
import socket
import ssl
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from simulated_azure.calibration.recording import exchange
from simulated_azure.rest.certificates import Authority

AZURE = "management.azure.com"
_HOP_BY_HOP = frozenset({"connection", "proxy-connection", "keep-alive", "transfer-encoding", "te", "upgrade"})
_TIMEOUT = 300.0
# Where Linux distributions keep them, in the order in which Go looks (crypto/x509/root_linux.go).
_SYSTEM_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
)  # fmt: skip
_CHUNK = 65_536


class Recorder(ThreadingHTTPServer):
    """The proxy on the loopback interface.

    Args:
        out: the recording; exchanges are appended as they end.
        authority: issues the certificate for the recorded host.
        host: the host to record.
        to: where to send its requests instead, (host, port, certificate authority): the simulator, to record that.
        port: to listen on; 0 for any free one.
    """

    daemon_threads = True

    def __init__(
        self,
        out: Path,
        authority: Authority,
        *,
        host: str = AZURE,
        to: tuple[str, int, Path] | None = None,
        port: int = 0,
    ) -> None:
        super().__init__(("127.0.0.1", port), _Proxy)
        self.host, self._to, self._out = host, to, out
        self._lock = threading.Lock()
        self._complaints: set[str] = set()
        self.count = 0
        self.facing_client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.facing_client.load_cert_chain(*authority.issue([host], "recorded"))
        self._facing_azure = ssl.create_default_context(cafile=to[2] if to else None)
        out.parent.mkdir(parents=True, exist_ok=True)

    def upstream(self, port: int) -> http.client.HTTPSConnection:
        """A connection to the recorded host, or to what stands in for it."""
        host, port = (self._to[0], self._to[1]) if self._to else (self.host, port)
        return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT, context=self._facing_azure)

    def complain(self, text: str) -> None:
        """Tell the user, once for each text, why a client was not recorded."""
        with self._lock:
            if text not in self._complaints:
                self._complaints.add(text)
                print(f"# not recorded: {text}", file=sys.stderr, flush=True)

    def keep(
        self, method: str, target: str, body: bytes, status: int, answer: bytes, headers: Mapping[str, str]
    ) -> None:
        """Append an exchange to the recording, without its secrets."""
        line = exchange(method, target, body, status, answer, headers).line()
        with self._lock, self._out.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
            self.count += 1


def system_certificates() -> str:
    """The authorities that this machine trusts, PEM; empty where none of the usual files exists."""
    known = ssl.get_default_verify_paths().cafile
    for path in (*([known] if known else []), *_SYSTEM_BUNDLES):
        if Path(path).is_file():
            return Path(path).read_text(encoding="utf-8", errors="replace")
    return ""


def trust_bundle(authority: Authority, path: Path) -> Path:
    """Write the certificates that a recorded client needs: those of the system, and our authority's.

    Args:
        authority: ours.
        path: the file to write.
    """
    authority.ensure()
    path.write_text(system_certificates() + "\n" + authority.certificate.read_text(encoding="utf-8"), encoding="utf-8")
    return path


class _Proxy(BaseHTTPRequestHandler):
    """What the client speaks to in plain HTTP: CONNECT, and nothing else."""

    server: Recorder  # pyright: ignore[reportIncompatibleVariableOverride] # only a Recorder makes these

    def do_CONNECT(self) -> None:
        host, _, port = self.path.rpartition(":")
        if not host or not port.isdigit():
            self.send_error(400)
            return
        if host.lower() != self.server.host:
            self._pass_through(host, int(port))
            return
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            with self.server.facing_client.wrap_socket(self.connection, server_side=True) as inside:
                _Recorded(inside, self.client_address, self.server)
        except OSError as error:  # a client that does not trust the authority, or went away
            self.server.complain(f"{self.server.host}: {error}")

    def _pass_through(self, host: str, port: int) -> None:
        try:
            outside = socket.create_connection((host, port), timeout=_TIMEOUT)
        except OSError:
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        with outside:
            _copy(self.connection, outside)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: requests are in the recording."""


class _Recorded(BaseHTTPRequestHandler):
    """What the client takes for the recorded host."""

    protocol_version = "HTTP/1.1"
    timeout = _TIMEOUT
    server: Recorder  # pyright: ignore[reportIncompatibleVariableOverride] # only a Recorder makes these

    def _relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        sent = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP}
        sent["Accept-Encoding"] = "identity"
        upstream = self.server.upstream(443)
        try:
            upstream.request(self.command, self.path, body or None, sent)
            answer = upstream.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.send_error(502)
            return
        finally:
            upstream.close()
        headers = dict(answer.getheaders())
        self.server.keep(self.command, self.path, body, answer.status, content, headers)
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP_BY_HOP and name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_PATCH = do_POST = do_DELETE = _relay  # noqa: N815 - names are the base class's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: requests are in the recording."""


def _copy(one: socket.socket, other: socket.socket) -> None:
    """Pass bytes in both directions until one side closes."""
    while True:
        ready, _, _ = select.select([one, other], [], [], _TIMEOUT)
        if not ready:
            return
        for source in ready:
            content = source.recv(_CHUNK)
            if not content:
                return
            (other if source is one else one).sendall(content)
