"""Commands that record Azure and compare the simulation with the recording."""

import argparse
import re
import signal
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.cli.common import BANNER, Commands, world_path


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    record = commands.add("record", _record, "record what a client and Azure say to each other (a proxy on 127.0.0.1)")
    record.add_argument("recording", type=Path, help="file to append to")
    record.add_argument("--port", type=int, default=0, help="of the proxy; any free one by default")
    record.add_argument("--folder", type=Path, help="for its certificates; `tls` beside the world by default")
    record.add_argument("--to", metavar="HOST:PORT", help="send the requests to a served world instead of Azure")
    calibrate = commands.add(
        "calibrate", _calibrate, "replay a recording here and list each difference; exit code 1 if any"
    )
    calibrate.add_argument("recording", type=Path)


def _record(options: argparse.Namespace) -> int:
    # The proxy and its certificates are needed by nothing else.
    from simulated_azure.calibration.proxy import Recorder, system_certificates, trust_bundle
    from simulated_azure.rest.certificates import Authority

    authority = Authority(options.folder or world_path().parent / "tls")
    if options.to and not re.fullmatch(r"[\w.-]+:\d+", options.to):
        raise ArmError(400, "InvalidAddress", f"--to is '{options.to}'; HOST:PORT is needed.")
    if not options.to and not system_certificates():
        raise ArmError(400, "NoCertificates", "This machine has no list of certificate authorities (ca-certificates).")
    host, _, port = (options.to or "").rpartition(":")
    recorder = Recorder(
        options.recording,
        authority,
        port=options.port,
        to=(host, int(port), authority.certificate) if options.to else None,
    )
    trusted = trust_bundle(authority, authority.folder / "trust.pem").resolve()
    for name, value in (
        ("HTTPS_PROXY", f"http://127.0.0.1:{recorder.server_address[1]}"),
        ("SSL_CERT_FILE", trusted), ("REQUESTS_CA_BUNDLE", trusted),
    ):  # fmt: skip
        print(f"export {name}={value}")
    print(f"# recording {recorder.host} into {options.recording}; Ctrl-C ends it")
    sys.stdout.flush()
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    serving = threading.Thread(target=recorder.serve_forever, daemon=True)
    serving.start()
    stopped.wait()
    recorder.shutdown()
    recorder.server_close()
    print(f"# {recorder.count} exchanges")
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    from simulated_azure.calibration.recording import load
    from simulated_azure.calibration.replay import Replay

    print(f"{BANNER}\n")
    with tempfile.TemporaryDirectory() as folder:
        azure = Azure.open(Path(folder) / "world.sqlite", time_scale=0)
        replay = Replay(azure)
        found = 0
        for finding in replay.run(load(options.recording)):
            print(finding)
            found += 1
        azure.close()
    print(f"\n{replay.compared} exchanges compared, {replay.skipped} polls skipped, {found} differences")
    return int(found > 0)
