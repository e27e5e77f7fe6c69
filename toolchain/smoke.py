"""`make smoke`: a cheap set of resources on a real subscription, up to destroy, every ARM request recorded.

The only command of this project that touches a real subscription. It refuses without credentials, refuses to run in the
simulated environment, and starts only after the subscription's id has been typed.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toolchain import plugins, run
from toolchain.console import say
from toolchain.errors import ToolchainError
from toolchain.layout import AZURE_NATIVE_VERSION, Layout
from toolchain.setup import setup

SIMULATED_SUBSCRIPTION = "5a4db0c5-0000-4000-8000-000000000001"
BROKEN_RULE = "storage-public-network-off"
_SECRETS_OF_A_PRINCIPAL = (
    "ARM_CLIENT_SECRET", "ARM_CLIENT_CERTIFICATE_PATH", "ARM_OIDC_TOKEN", "ARM_OIDC_TOKEN_FILE_PATH",
    "ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
)  # fmt: skip
_STACK = "smoke"

Ask = Callable[[str], str]


@dataclass(frozen=True)
class Options:
    """What the user gave: subscription, region, confirmation without a terminal, an existing gateway."""

    subscription: str = ""
    location: str = "swedencentral"
    confirm: str = ""
    gateway: str = ""
    """`resource group/name` of an API Management service."""


FLAGS = {
    "subscription": "id; by default the one of the credentials",
    "location": "region of the resources",
    "confirm": "id of the subscription, where there is no terminal to type it on",
    "gateway": "GROUP/NAME of an API Management service that exists: an API of type mcp is added to it",
}


def refuse_simulation(environment: Mapping[str, str], layout: Layout) -> None:
    """Raises ToolchainError in a shell that talks to the simulated Azure: its recording would prove nothing."""
    ours = str(layout.tools)
    places = [name for name in ("PULUMI_HOME", "PULUMI_BACKEND_URL") if ours in environment.get(name, "")]
    inside = places + [name for name in environment if name.startswith("SIMULATED_AZURE_")]
    if inside:
        raise ToolchainError(
            f"this shell talks to the simulated Azure ({', '.join(sorted(inside))} set)",
            "open a new shell, without the variables of `make env`",
        )


def subscription_of(environment: Mapping[str, str], wanted: str, account: Callable[[], str | None]) -> str:
    """The subscription that the credentials lead to.

    Args:
        environment: variables.
        wanted: what the user asked for; else ARM_SUBSCRIPTION_ID, else the one of the Azure CLI.
        account: prints `az account show`, or None without a signed-in CLI.

    Raises:
        ToolchainError: there are no credentials, or they name no subscription, or the simulated one.
    """
    principal = environment.get("ARM_CLIENT_ID") and environment.get("ARM_TENANT_ID")
    by_variables = bool(principal and any(environment.get(name) for name in _SECRETS_OF_A_PRINCIPAL))
    by_variables = by_variables or environment.get("ARM_USE_MSI", "").lower() == "true"
    signed_in = None if by_variables else account()
    if not by_variables and signed_in is None:
        raise ToolchainError(
            "there are no Azure credentials",
            "`az login`, or set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET (or an OIDC token) and "
            "ARM_SUBSCRIPTION_ID; docs/how-to/calibrate.md says which rights are needed",
        )
    found = wanted or environment.get("ARM_SUBSCRIPTION_ID", "") or str(json.loads(signed_in or "{}").get("id", ""))
    if not found:
        raise ToolchainError("no subscription is named", "set ARM_SUBSCRIPTION_ID, or ARGS='--subscription ID'")
    if found.lower() == SIMULATED_SUBSCRIPTION:
        raise ToolchainError("this is the subscription of the simulated Azure", "name a real one")
    return found


def confirm(subscription: str, given: str, *, terminal: bool, ask: Ask) -> None:
    """Raises ToolchainError unless the subscription's id was given or is typed now."""
    say(
        f"this creates resources in REAL Azure, subscription {subscription}, and deletes them again: a resource group "
        "with a network, an identity, a key vault, a storage account, a private endpoint and a role assignment. "
        "About 10 minutes, well below 1 EUR; the vault's name stays soft-deleted for 7 days."
    )
    if not given and not terminal:
        raise ToolchainError(
            "there is no terminal to confirm on", f"run `make smoke ARGS='--confirm {subscription}'` to go ahead"
        )
    if (given or ask("type the id of the subscription to go on: ").strip()) != subscription:
        raise ToolchainError("not confirmed; nothing was created", "type the id exactly as it is shown")


def smoke(layout: Layout, options: Options) -> int:
    """Runs the smoke program through its life on real Azure and records it.

    Returns:
        0 when every step went as it should; else 1, and what was created is deleted all the same.

    Raises:
        ToolchainError: refused, or something is missing.
    """
    refuse_simulation(os.environ, layout)
    if sys.platform != "linux":
        raise ToolchainError(
            "recording works on Linux only: elsewhere the provider does not read SSL_CERT_FILE", "use a Linux machine"
        )
    subscription = subscription_of(
        os.environ, options.subscription, lambda: run.answer(["az", "account", "show", "--output", "json"])
    )
    confirm(subscription, options.confirm, terminal=sys.stdin.isatty(), ask=_ask)
    setup(layout)
    folder = layout.tools / "smoke"
    recording = folder / f"recording-{time.strftime('%Y%m%d-%H%M%S')}.jsonl"
    life = Life(layout, environment(layout, folder, subscription), options, folder)
    life.plugin()
    life.stack()
    with recorder(layout, folder, recording) as variables:
        good = life.run(variables)
    say(f"recorded in {recording}\ncompare: .venv/bin/python -m simulated_azure calibrate {recording}")
    return 0 if good else 1


def environment(layout: Layout, folder: Path, subscription: str) -> dict[str, str]:
    """Variables of the run: a home and a backend of its own, the user's credentials as they are."""
    (folder / "state").mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.pathsep.join([str(layout.bin), str(layout.python.parent), os.environ.get("PATH", "")]),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_BACKEND_URL": (folder / "state").resolve().as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PYTHONPATH": str(layout.root),
        "ARM_SUBSCRIPTION_ID": subscription,
    }


class Life:
    """The program's way from nothing to nothing.

    Args:
        layout: the checkout.
        env: see `environment`.
        options: the user's.
        folder: where a copy of the program and its stack file go: nothing tracked is written to.
    """

    def __init__(self, layout: Layout, env: Mapping[str, str], options: Options, folder: Path) -> None:
        self._layout, self._options = layout, options
        # Whatever stack the user's shell names, this run is about its own.
        self._env = {**env, "PULUMI_STACK": _STACK}
        self._program = folder / "program"
        self._program.mkdir(parents=True, exist_ok=True)

    def plugin(self) -> None:
        """Gets the real plugin.

        Raises:
            ToolchainError: it cannot be had, or what is there is the simulated one.
        """
        home = Path(self._env["PULUMI_HOME"])
        host = plugins.language_host(self._layout).parent
        own = home / "plugins" / host.name
        if host.is_dir() and not own.exists():
            own.parent.mkdir(parents=True, exist_ok=True)
            own.symlink_to(host, target_is_directory=True)
        if self._pulumi("plugin", "install", "resource", "azure-native", f"v{AZURE_NATIVE_VERSION}"):
            raise ToolchainError("the azure-native plugin cannot be installed", "a way to get.pulumi.com is needed")
        plugin = home / "plugins" / plugins.AZURE_NATIVE / "pulumi-resource-azure-native"
        if not plugin.exists() or b"SIMULATED" in plugin.read_bytes()[:200]:
            raise ToolchainError(f"{plugin} is not the real plugin", "remove .tools/smoke and run again")

    def stack(self) -> None:
        """Copies the program and makes its stack; one that a failed run left behind goes on."""
        source = self._layout.root / "examples" / "smoke"
        shutil.copy(source / "__main__.py", self._program)
        project = (source / "Pulumi.yaml").read_text(encoding="utf-8")
        project = project.replace("../../.venv", str(self._layout.venv.resolve()))
        (self._program / "Pulumi.yaml").write_text(project, encoding="utf-8")
        if self._pulumi("stack", "select", _STACK, "--create"):
            raise ToolchainError("the stack cannot be made", "remove .tools/smoke and run again")
        group, _, name = self._options.gateway.partition("/")
        settings = {"azure-native:location": self._options.location, "gatewayGroup": group, "gatewayName": name}
        if "suffix" not in (self._program / f"Pulumi.{_STACK}.yaml").read_text(encoding="utf-8"):
            settings["suffix"] = secrets.token_hex(3)
        for key, value in {**settings, "breach": "false"}.items():
            if value:
                self._pulumi("config", "set", key, value)

    def run(self, variables: Mapping[str, str]) -> bool:
        """Up, up, refresh, a breach that preview must stop, destroy. True when each went as it should."""
        self._env |= variables
        pack = str(self._layout.root / "policy_pack")
        try:
            return (
                self._step("up", "up", "--yes", "--skip-preview")
                and self._step("up again: no change", "up", "--yes", "--skip-preview", "--expect-no-changes")
                and self._step("refresh: no change", "refresh", "--yes", "--skip-preview", "--expect-no-changes")
                and self._breach(pack)
            )
        finally:
            if self._step("destroy", "destroy", "--yes", "--skip-preview"):
                (self._program / f"Pulumi.{_STACK}.yaml").unlink()
                self._pulumi("stack", "rm", "--yes", _STACK)
            else:
                say("NOT EVERYTHING WAS DELETED: look for the resource group rg-smoke-* and delete it")

    def _breach(self, pack: str) -> bool:
        self._pulumi("config", "set", "breach", "true")
        say("a breach, which the policy pack must stop at preview")
        done = subprocess.run(
            [str(self._layout.pulumi), "preview", "--policy-pack", pack, "--non-interactive"],
            cwd=self._program,
            env={**os.environ, **self._env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        stopped = done.returncode != 0 and BROKEN_RULE in done.stdout
        say(f"stopped by {BROKEN_RULE}" if stopped else f"NOT stopped by {BROKEN_RULE}:\n{done.stdout[-2000:]}")
        return stopped

    def _step(self, title: str, *arguments: str) -> bool:
        say(title)
        code = self._pulumi(*arguments)
        if code != 0:
            say(f"'{title}' failed")
        return code == 0

    def _pulumi(self, *arguments: str) -> int:
        command = [str(self._layout.pulumi), *arguments, "--non-interactive"]
        return subprocess.run(command, cwd=self._program, env={**os.environ, **self._env}, check=False).returncode


@contextmanager
def recorder(layout: Layout, folder: Path, recording: Path) -> Generator[dict[str, str]]:
    """Runs the recording proxy; yields the variables that lead the provider through it."""
    command = [
        str(layout.python),
        "-P",
        "-m",
        "simulated_azure",
        "record",
        str(recording),
        "--folder",
        str(folder / "tls"),
    ]
    env = {**os.environ, "PYTHONPATH": str(layout.root)}
    with subprocess.Popen(command, cwd=layout.root, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _variables(process.stdout or ())
        finally:
            process.terminate()


def _variables(lines: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if line.startswith("#"):
            return found
        name, _, value = line.removeprefix("export ").strip().partition("=")
        found[name] = value
    raise ToolchainError("the recorder did not start", "run `python -m simulated_azure record x.jsonl` to see why")


def _ask(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline()
