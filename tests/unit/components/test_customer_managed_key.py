"""A grant on a key takes minutes to work: what uses the key is tried again, for as long and as that can be the cause."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from harness import deploy
from hypothesis import given
from hypothesis import strategies as st
from platform_samples import WHERE, build

from components.artifact_store import ArtifactStore
from components.interfaces import customer_managed_key
from components.interfaces.customer_managed_key import PAUSES, pause_before_retry, when_the_key_can_be_used

NOT_YET = 'Status=400 Code="KeyVaultAuthenticationFailure" Message="The operation failed because of ..."'


@given(tries=st.integers(1, 60))
def test_waiting_ends_after_a_quarter_of_an_hour(tries: int):
    pause = pause_before_retry([NOT_YET] * tries)
    assert (pause is None) == (tries > len(PAUSES))
    assert pause is None or pause == PAUSES[tries - 1]
    assert sum(PAUSES) == 15 * 60 + 1
    assert list(PAUSES) == sorted(PAUSES)


@pytest.mark.parametrize(
    "code", ["KeyVaultAuthenticationFailure", "AccessPolicyNotConfiguredForKeyVault", "ForbiddenByRbac"]
)
def test_each_way_to_say_that_the_role_does_not_work_yet(code: str):
    assert pause_before_retry([f'Status=403 Code="{code}" Message="no"']) == 1


@pytest.mark.parametrize(
    "errors",
    [
        [],
        ['Status=400 Code="KeyVaultPolicyError" Message="needs purge protection"'],
        ["cannot create already existing resource '/subscriptions/x'", NOT_YET],
        # Accepted, and failed in the end: it is in the state, another create would find it there.
        [f"1 error occurred:\n\t* {NOT_YET}\n\n"],
    ],
)
def test_other_errors_are_final(errors: list[str]):
    assert pause_before_retry(errors) is None


def test_only_what_has_a_key_waits_for_one():
    args: Any = {**WHERE, "account_name": "stplain"}
    assert deploy(lambda: ArtifactStore("plain", args)).named("plain").on_error == ()
    assert deploy(build).named("artifacts").on_error == ("artifacts-key-can-be-used",)


def test_the_hook_waits_says_so_and_gives_up(monkeypatch: pytest.MonkeyPatch):
    slept: list[float] = []
    said: list[str] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    def info(text: str, resource: Any = None) -> None:
        said.append(text)

    monkeypatch.setattr(customer_managed_key, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(pulumi.log, "info", info)

    def program() -> Any:
        owner = pulumi.ComponentResource("test:index:Owner", "owner")
        return when_the_key_can_be_used(owner, "store")

    hook = deploy(program).result

    def asked(*errors: str) -> bool:
        return asyncio.run(hook(pulumi.ErrorHookArgs("urn", "", "store", "type", errors=list(errors))))

    assert [asked(NOT_YET), asked(NOT_YET, NOT_YET), asked("other", NOT_YET)] == [True, True, False]
    assert slept == [1, 2]
    assert said[1].startswith("store: the role on its key is not in effect yet")
    assert "tried 2 times in 1 s, next try in 2 s" in said[1]
