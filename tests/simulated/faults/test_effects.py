"""What a planned fault does to the requests of the kernel and of the provider's client."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.faults.book import has_operation
from simulated_azure.faults.plan import AFTER, BEFORE, DURING, ENDED, Fault
from simulated_azure.provider.client import ArmClient, OperationFailedError
from tests.simulated.site import API_VERSION, REGION, Site

NETWORK = "Microsoft.Network/networkSecurityGroups"


class DiedError(Exception):
    """Stands for the end of a process."""


@pytest.fixture
def site(tmp_path) -> Site:
    return Site(tmp_path / "world.sqlite")


@pytest.fixture
def client(site: Site) -> ArmClient:
    return ArmClient(lambda: site.azure, time_scale=0.0)


@contextmanager
def answered(status: int) -> Iterator[None]:
    with pytest.raises(ArmError) as caught:
        yield
    assert caught.value.status == status


def create(site: Site, name: str) -> str:
    body = {"location": REGION, "properties": {}}
    found = site.resource(NETWORK, name)
    site.wait(site.azure.begin_put(found, body, api_version=API_VERSION).id)
    return found


def struck(site: Site) -> list[int]:
    return [entry.struck for entry in site.azure.faults.entries()]


def test_ordinal_and_times_choose_the_requests(site: Site) -> None:
    site.azure.faults.set([Fault("answer", operation="create", type=NETWORK.upper(), ordinal=2, times=2, status=503)])
    create(site, "one")
    for name in ("two", "three"):
        with answered(503):
            create(site, name)
        assert not site.exists(site.resource(NETWORK, name))
    create(site, "four")
    create(site, "four")  # an update is no create
    assert struck(site) == [2]


def test_what_is_there_is_read_and_what_is_not_is_checked(site: Site) -> None:
    site.azure.faults.set([Fault("answer", operation="read", status=404, code="ResourceNotFound")])
    with site.refused("ResourceNotFound"):
        site.get(site.resource(NETWORK, "none"))
    assert struck(site) == [0]
    with site.refused("ResourceNotFound"):
        site.get(site.group)
    assert struck(site) == [1]
    assert site.get(site.group)


def test_a_lost_reply_leaves_what_was_asked_for(site: Site) -> None:
    site.azure.faults.set([Fault("drop", operation="write", phase=AFTER)])
    with answered(0):
        create(site, "nsg")
    assert site.exists(site.resource(NETWORK, "nsg"))


def test_a_write_that_is_answered_when_it_is_done_cannot_fail_afterwards(site: Site) -> None:
    """Seed 4333: a key has no operation, so it never stands there half-made."""
    assert not has_operation("put", "microsoft.keyvault/vaults/keys")
    identity = "Microsoft.ManagedIdentity/userAssignedIdentities"
    site.azure.faults.set([Fault("answer", operation="write", type=identity, phase=DURING, status=400)])
    found = site.resource(identity, "id-app")
    site.wait(site.azure.begin_put(found, {"location": REGION}, api_version="2023-01-31").id)
    assert site.exists(found)
    assert struck(site) == [0]


def test_what_nothing_is_published_about_may_fail_afterwards() -> None:
    assert has_operation("put", "microsoft.nobody/knows")
    assert has_operation("put", NETWORK.lower())
    assert has_operation("delete", NETWORK.lower())


def test_an_operation_fails_while_it_runs(site: Site) -> None:
    site.azure.faults.set([Fault("answer", operation="create", phase=DURING, status=500)])
    with answered(500):
        create(site, "nsg")
    assert site.get(site.resource(NETWORK, "nsg"))["properties"]["provisioningState"] == "Failed"


def test_an_operation_lasts_longer(tmp_path) -> None:
    now = [1_000.0]
    site = Site(tmp_path / "world.sqlite")
    site.azure = Azure.open(tmp_path / "world.sqlite", time_scale=1.0, now=lambda: now[0])
    body = {"location": REGION, "properties": {}}
    plain = site.azure.begin_put(site.resource(NETWORK, "a"), body, api_version=API_VERSION)
    site.azure.faults.set([Fault("slow", phase=DURING, factor=10)])
    slow = site.azure.begin_put(site.resource(NETWORK, "b"), body, api_version=API_VERSION)
    assert slow.ends_at - now[0] == pytest.approx(10 * (plain.ends_at - now[0]))
    now[0] = plain.ends_at
    assert site.azure.poll(plain.id) is True
    assert site.azure.poll(slow.id) is False


@pytest.mark.parametrize(("phase", "exists"), [(BEFORE, False), (AFTER, True), (ENDED, True)])
def test_a_process_dies(tmp_path, phase: str, exists: bool) -> None:
    victims: list[str] = []

    def kill(victim: str) -> None:
        victims.append(victim)
        raise DiedError

    site = Site(tmp_path / "world.sqlite")
    site.azure = Azure.open(tmp_path / "world.sqlite", time_scale=0.0, kill=kill)
    site.azure.faults.set([Fault("crash", operation="create", phase=phase, victim="engine")])
    with pytest.raises(DiedError):
        create(site, "nsg")
    assert victims == ["engine"]
    assert site.exists(site.resource(NETWORK, "nsg")) is exists


async def test_the_client_survives_three_lost_connections_and_not_four(site: Site, client: ArmClient) -> None:
    body = {"location": REGION, "properties": {}}
    for times, phase in ((3, BEFORE), (3, AFTER)):
        site.azure.faults.set([Fault("drop", operation="write", times=times, phase=phase)])
        await client.put(site.resource(NETWORK, f"{phase}-{times}"), body, API_VERSION)
        assert struck(site) == [3]
    site.azure.faults.set([Fault("drop", operation="write", times=4)])
    with answered(0):
        await client.put(site.resource(NETWORK, "lost"), body, API_VERSION)
    await client.close()


@pytest.mark.parametrize(("times", "ends_well"), [(3, True), (4, False)])
async def test_polling_is_retried_like_any_request(site: Site, client: ArmClient, times: int, ends_well: bool) -> None:
    site.azure.faults.set([Fault("answer", operation="poll", times=times, status=503)])
    put = client.put(site.resource(NETWORK, "nsg"), {"location": REGION, "properties": {}}, API_VERSION)
    if ends_well:
        await put
    else:
        with pytest.raises(OperationFailedError):
            await put
    assert site.exists(site.resource(NETWORK, "nsg"))
    await client.close()


async def test_the_client_keeps_to_retry_after_and_gives_up_when_it_is_too_long(
    site: Site, client: ArmClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await real(0)

    monkeypatch.setattr("asyncio.sleep", sleep)
    patient = ArmClient(lambda: site.azure, time_scale=1.0)
    site.azure.faults.set([Fault("answer", status=429, retry_after=17, times=2)])
    await patient.get(site.group, API_VERSION)
    assert slept == [17.0, 17.0]
    site.azure.faults.set([Fault("answer", status=429, retry_after=121)])
    with answered(429):
        await patient.get(site.group, API_VERSION)
    await patient.close()
    await client.close()
