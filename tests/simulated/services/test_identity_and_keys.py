from typing import Any

import pytest

from tests.simulated.site import CRYPTO_ROLE, REGION, Site, account_body, storage_body

READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
NAMES = [f"6d3bdb43-97cd-5b6f-a1a2-00000000000{number}" for number in range(1, 5)]


# ------------------------------------------------------------------ identities
def test_identities_are_shown_by_those_who_use_them(site: Site) -> None:
    identity = site.identity()
    account = site.storage(identity={"type": "SystemAssigned, UserAssigned", "userAssignedIdentities": {identity: {}}})
    shown = site.get(account)["identity"]
    properties = site.get(identity)["properties"]
    assert shown["userAssignedIdentities"][identity] == {k: properties[k] for k in ("principalId", "clientId")}
    assert shown["tenantId"] == site.azure.tenant_id
    assert shown["principalId"] not in {"", properties["principalId"]}


def test_unknown_identities(site: Site) -> None:
    missing = site.resource("Microsoft.ManagedIdentity/userAssignedIdentities", "none")
    with site.refused("FailedIdentityOperation"):
        site.storage(identity={"type": "UserAssigned", "userAssignedIdentities": {missing: {}}})


# ------------------------------------------------------------------ role assignments
def test_an_assignment_shows_scope_and_dates(site: Site) -> None:
    assignment = site.grant(site.group, READER, site.principal(site.identity()), NAMES[0])
    shown = site.get(assignment)["properties"]
    assert shown["scope"] == site.group
    assert shown["createdOn"]


def test_the_same_assignment_under_two_names(site: Site) -> None:
    principal = site.principal(site.identity())
    site.grant(site.group, READER, principal, NAMES[0])
    site.grant(site.group, READER, principal, NAMES[0])
    with site.refused("RoleAssignmentExists"):
        site.grant(site.group, READER, principal, NAMES[1])
    site.grant(site.subscription, READER, principal, NAMES[1])


def test_a_name_is_used_once(site: Site) -> None:
    principal = site.principal(site.identity())
    site.grant(site.group, READER, principal, NAMES[0])
    with site.refused("RoleAssignmentExists"):
        site.grant(site.subscription, READER, principal, NAMES[0])
    with site.refused("RoleAssignmentUpdateNotPermitted"):
        site.grant(site.group, CRYPTO_ROLE, principal, NAMES[0])
    with site.refused("RoleAssignmentUpdateNotPermitted"):
        site.grant(site.group, READER, site.principal(site.identity("id-2")), NAMES[0])


@pytest.mark.parametrize(("role", "principal", "code"), [
    ("00000000-0000-0000-0000-00000000dead", "", "RoleDefinitionDoesNotExist"), (READER, "somebody", "InvalidPrincipalId"),
])  # fmt: skip
def test_role_and_principal_exist(site: Site, role: str, principal: str, code: str) -> None:
    with site.refused(code):
        site.grant(site.group, role, principal or site.principal(site.identity()), NAMES[0])


def test_a_fresh_principal_needs_its_type(slow_site: Site) -> None:
    principal = slow_site.principal(slow_site.identity())
    with slow_site.refused("PrincipalNotFound", "principalType"):
        slow_site.azure.begin_put(
            f"{slow_site.group}/providers/Microsoft.Authorization/roleAssignments/{NAMES[0]}",
            {"properties": {"principalId": principal, "roleDefinitionId": f"/x/{READER}"}},
            api_version="2022-04-01",
        )
    slow_site.grant(slow_site.group, READER, principal, NAMES[0])


def test_a_known_principal_does_not(site: Site) -> None:
    site.azure.set_fact("entraPrincipals", [NAMES[3]])
    shown = site.get(site.grant(site.group, READER, NAMES[3], NAMES[0], principalType=None))
    assert shown["properties"]["principalType"] is None or shown["properties"]["principalType"] == "User"
    own = site.principal(site.identity())
    assert site.get(site.grant(site.group, READER, own, NAMES[1], principalType="ServicePrincipal"))
    with site.refused("PrincipalNotFound"):
        site.grant(site.group, READER, NAMES[2], NAMES[2], principalType=None)


# ------------------------------------------------------------------ vaults
def test_a_vault_shows_its_address_and_defaults(site: Site) -> None:
    shown = site.get(site.vault())["properties"]
    assert shown["vaultUri"] == "https://kv-test.vault.azure.net/"
    assert (shown["enableSoftDelete"], shown["softDeleteRetentionInDays"]) == (True, 90)


@pytest.mark.parametrize(
    "bad", [{"enablePurgeProtection": False}, {"softDeleteRetentionInDays": 5}, {"tenantId": None}, {"sku": None}]
)
def test_bad_vaults(site: Site, bad: dict[str, Any]) -> None:
    with site.refused("BadRequest"):
        site.vault(**bad)


def test_what_is_fixed_about_a_vault(site: Site) -> None:
    vault = site.vault()
    site.vault(enablePurgeProtection=None)
    assert site.get(vault)["properties"]["enablePurgeProtection"] is True
    with site.refused("BadRequest", "softDeleteRetentionInDays"):
        site.vault(softDeleteRetentionInDays=7)


def test_a_deleted_vault_keeps_its_name(site: Site) -> None:
    vault = site.vault()
    site.delete(vault)
    with site.refused("ConflictError"):
        site.vault()
    with site.refused("MethodNotAllowed"):
        site.azure.purge(vault)
    site.azure.advance(91)
    assert site.azure.soft_deleted() == []
    site.vault()


def test_a_deleted_vault_comes_back(site: Site) -> None:
    with site.refused("SoftDeletedVaultDoesNotExist"):
        site.vault(createMode="recover")
    vault = site.vault(enablePurgeProtection=None)
    before = site.get(site.key(vault))
    grant = site.grant(vault, CRYPTO_ROLE, site.principal(site.identity()), "6d3bdb43-97cd-5b6f-a1a2-000000000009")
    site.delete(vault)
    assert not site.exists(before["id"])
    site.vault(createMode="recover")
    assert "createMode" not in site.get(vault)["properties"]
    after = site.get(before["id"])
    assert after["properties"]["keyUriWithVersion"] == before["properties"]["keyUriWithVersion"]
    assert not site.exists(grant)
    site.delete(vault)
    site.azure.purge(vault)
    site.vault()
    with site.refused("ResourceNotFound"):
        site.azure.purge(vault)


def test_vault_names_are_global(site: Site) -> None:
    site.azure.set_fact("namesTakenElsewhere", ["kv-taken"])
    with site.refused("VaultAlreadyExists"):
        site.vault("kv-taken")


# ------------------------------------------------------------------ keys
def test_a_key_shows_addresses_and_dates(site: Site) -> None:
    shown = site.get(site.key(site.vault()))["properties"]
    assert shown["keyUri"] == "https://kv-test.vault.azure.net/keys/key"
    assert shown["keyUriWithVersion"].startswith(shown["keyUri"] + "/")
    assert shown["attributes"]["recoveryLevel"] == "Recoverable"
    assert shown["attributes"]["created"] > 0
    assert "wrapKey" in shown["keyOps"]


@pytest.mark.parametrize("bad", [{"kty": None}, {"keySize": 1024}, {"kty": "RSA-HSM"}])
def test_bad_keys(site: Site, bad: dict[str, Any]) -> None:
    vault = site.vault()
    with site.refused("BadParameter"):
        site.key(vault, **bad)


def test_a_second_put_of_a_key_writes_nothing(site: Site) -> None:
    vault = site.vault()
    made = site.get(site.key(vault))
    again = site.get(site.key(vault, keySize=4096, rotationPolicy={"attributes": {"expiryTime": "P1Y"}}))
    assert again["properties"] == made["properties"]
    assert "tags" not in again


def test_a_key_of_a_private_vault_is_out_of_reach(site: Site) -> None:
    vault = site.vault()
    key = site.key(vault)
    with site.refused("Forbidden", "ForbiddenByConnection"):
        site.delete(key)
    site.azure.set_fact("callerInsideNetwork", value=True)
    site.delete(key)
    with site.refused("Conflict", "recoverable"):
        site.key(vault)
    site.key(vault, "other")
    site.azure.set_fact("callerInsideNetwork", value=False)
    site.delete(vault)
    assert len(site.azure.soft_deleted()) == 2


def test_a_deleted_key_is_kept_as_its_vault_says(site: Site) -> None:
    site.azure.set_fact("callerInsideNetwork", value=True)
    vault = site.vault(softDeleteRetentionInDays=7)
    key = site.key(vault)
    site.delete(key)
    with site.refused("MethodNotAllowed", "purge protected"):
        site.azure.purge(key)
    site.azure.advance(8)
    assert site.azure.soft_deleted() == []
    open_vault = site.vault("kv-open", enablePurgeProtection=None)
    site.delete(site.key(open_vault))
    site.delete(open_vault)
    site.azure.purge(open_vault)
    assert site.azure.soft_deleted() == []
    site.key(site.vault("kv-open"))


def test_secrets_are_never_shown(site: Site) -> None:
    secret = f"{site.vault()}/secrets/password"
    shown = site.put(secret, {"properties": {"value": "hidden"}})
    assert "hidden" not in str(shown)
    assert shown["properties"]["secretUri"].endswith("/secrets/password")


# ------------------------------------------------------------------ customer-managed keys
def storage_with_key(site: Site, identity: str, uri: str, key: str) -> dict[str, Any]:
    encryption = {
        "keySource": "Microsoft.Keyvault",
        "keyvaultproperties": {"keyvaulturi": uri, "keyname": key},
        "identity": {"userAssignedIdentity": identity},
    }
    assigned = {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}}
    return site.put(
        site.resource("Microsoft.Storage/storageAccounts", "stcmk"),
        storage_body(identity=assigned, properties={"encryption": encryption}),
    )


def test_a_usable_key(site: Site) -> None:
    identity, uri, key = site.usable_key()
    shown = storage_with_key(site, identity, uri, key)
    assert "/keys/key/" in str(shown["properties"])


def test_a_key_before_the_grant(site: Site) -> None:
    identity, vault = site.identity(), site.vault()
    site.key(vault)
    with site.refused("KeyVaultAuthenticationFailure", "Crypto Service Encryption User"):
        storage_with_key(site, identity, "https://kv-test.vault.azure.net", "key")
    site.grant(site.group, CRYPTO_ROLE, site.principal(identity), NAMES[0])
    storage_with_key(site, identity, "https://kv-test.vault.azure.net", "key")


def test_a_vault_without_purge_protection(site: Site) -> None:
    identity, vault = site.identity(), site.vault(enablePurgeProtection=None)
    site.key(vault)
    site.grant(vault, CRYPTO_ROLE, site.principal(identity), NAMES[0])
    with site.refused("KeyVaultPolicyError", "recoverable and not purgeable"):
        storage_with_key(site, identity, "https://kv-test.vault.azure.net", "key")


def test_keys_and_vaults_that_are_not_there(site: Site) -> None:
    identity, uri, _key = site.usable_key()
    with site.refused("KeyNotFound"):
        storage_with_key(site, identity, uri, "other")
    with site.refused("KeyVaultNotFound"):
        storage_with_key(site, identity, "https://none.vault.azure.net", "key")


def test_elliptic_keys_do_not_encrypt(site: Site) -> None:
    identity, uri, _key = site.usable_key()
    site.key(site.resource("Microsoft.KeyVault/vaults", "kv-test"), "curve", kty="EC", keySize=None)
    with site.refused("KeyVaultKeyNotSupported"):
        storage_with_key(site, identity, uri, "curve")


def test_an_identity_that_is_not_assigned(site: Site) -> None:
    _identity, uri, key = site.usable_key()
    encryption = {"keySource": "Microsoft.Keyvault", "keyvaultproperties": {"keyvaulturi": uri, "keyname": key},
                  "identity": {"userAssignedIdentity": site.identity("id-other")}}  # fmt: skip
    with site.refused("InvalidValuesForRequestParameters"):
        site.storage(properties={"encryption": encryption})


def test_the_key_of_an_account_is_used_by_client_id_and_cannot_be_dropped(site: Site) -> None:
    identity, uri, key = site.usable_key()
    client = site.get(identity)["properties"]["clientId"]
    vault = {"keyVaultUri": uri, "keyName": key, "identityClientId": client}
    encryption = {"keySource": "Microsoft.KeyVault", "keyVaultProperties": vault}
    body = account_body("aif-test", encryption=encryption)
    body["identity"] = {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}}
    account = site.resource("Microsoft.CognitiveServices/accounts", "aif-test")
    site.put(account, body)
    with site.refused("BadRequest", "encryption.keySource"):
        site.account(encryption={"keySource": "Microsoft.CognitiveServices"})
    wrong = {**vault, "identityClientId": NAMES[0]}
    with site.refused("KeyVaultAuthenticationFailure"):
        site.put(
            account,
            {**body, "properties": {**body["properties"], "encryption": {**encryption, "keyVaultProperties": wrong}}},
        )
    assert site.get(account)["location"] == REGION


def test_a_deleted_workspace_has_no_purge(site: Site) -> None:
    workspace = site.workspace()
    site.delete(workspace)
    with site.refused("ResourceNotFound", "no purge"):
        site.azure.purge(workspace)
    assert [item["id"] for item in site.azure.soft_deleted()] == [workspace]
