"""The AI services: artifact store, search, Foundry, and who may use them."""

from dataclasses import dataclass

import pulumi

from components._base import wait_for
from components.artifact_store.args import ArtifactStoreArgs
from components.artifact_store.component import ArtifactStore
from components.foundry.args import ContentFilterArgs, FoundryArgs, FoundryConnectionArgs, ModelDeploymentArgs
from components.foundry.component import Foundry
from components.identity.args import ScopedRoleGrantArgs
from components.identity.component import RoleAssignments
from components.search.args import SearchArgs
from components.search.component import Search
from landing_zone.blueprint.foundation import Foundation
from landing_zone.plan import Grant
from landing_zone.settings.sections.foundry import ContentFilterSettings, ModelSettings


@dataclass(frozen=True)
class Services:
    """The AI services; each is None while it is off."""

    artifact_store: ArtifactStore | None
    """Blob storage."""
    search: Search | None
    """AI Search."""
    foundry: Foundry | None
    """Foundry account and project."""


def build_services(foundation: Foundation) -> Services:
    """Create the services and grant the roles on them."""
    settings = foundation.context.plan.settings
    store = _artifact_store(foundation) if settings.artifact_store.enabled else None
    search = _search(foundation) if settings.search.enabled else None
    foundry = _foundry(foundation, store, search) if settings.foundry.enabled else None
    services = Services(store, search, foundry)
    _grants(foundation, services)
    return services


def _artifact_store(foundation: Foundation) -> ArtifactStore:
    plan, settings = foundation.context.plan, foundation.context.plan.settings.artifact_store
    args: ArtifactStoreArgs = {
        **foundation.context.service("ai"),
        "account_name": plan.namer.name("storage_account"),
        "containers": list(settings.containers),
        "replication": settings.redundancy,
        "retention_days": settings.soft_delete_days,
        "data_classification": plan.settings.tags.data_classification,
        "private_endpoint": foundation.endpoints.next("artifacts"),
    }
    key = foundation.key("artifact-store")
    if key:
        args["customer_managed_key"] = key
    store = ArtifactStore("artifact-store", args)
    foundation.endpoints.made(store.private_endpoint_id.apply(lambda endpoint: endpoint or ""))
    return store


def _search(foundation: Foundation) -> Search:
    plan, settings = foundation.context.plan, foundation.context.plan.settings.search
    args: SearchArgs = {
        **foundation.context.service("ai"),
        "service_name": plan.namer.name("search"),
        "identity_ids": [foundation.identities.identity_id("search")],
        "sku_name": settings.sku,
        "replica_count": settings.replicas,
        "partition_count": settings.partitions,
        "require_customer_managed_keys": foundation.encryption is not None,
        "private_endpoint": foundation.endpoints.next("search"),
    }
    search = Search("search", args)
    foundation.endpoints.made(search.last_write_id)
    return search


def _foundry(foundation: Foundation, store: ArtifactStore | None, search: Search | None) -> Foundry:
    plan, settings = foundation.context.plan, foundation.context.plan.settings.foundry
    name = plan.namer.name("foundry")
    args: FoundryArgs = {
        **foundation.context.service("ai"),
        "account_name": name,
        "custom_sub_domain_name": name,
        "project_name": settings.project,
        "identity_ids": [foundation.identities.identity_id("foundry")],
        "agent_subnet_id": foundation.network.subnet_id("agents"),
        "content_filter": _content_filter(settings.content_filter),
        "models": [_model(model) for model in settings.models],
        "connections": _connections(store, search),
        "private_endpoint": foundation.endpoints.next("foundry"),
    }
    key = foundation.key("foundry")
    if key:
        args["customer_managed_key"] = key
    # Injection puts a link on the agents' subnet: no other subnet may be in the making then.
    opts = pulumi.ResourceOptions(depends_on=wait_for(foundation.last_subnet))
    foundry = Foundry("foundry", args, opts)
    foundation.endpoints.made(foundry.last_write_id)
    return foundry


def _content_filter(settings: ContentFilterSettings) -> ContentFilterArgs:
    args: ContentFilterArgs = {"severity_threshold": settings.severity.capitalize()}
    if settings.blocklist:
        args["blocklist"] = {
            "blocklist_name": "organisation",
            "items": [
                {"item_name": item.name, "pattern": item.pattern, "is_regex": item.is_regex}
                for item in settings.blocklist
            ],
        }
    return args


def _model(settings: ModelSettings) -> ModelDeploymentArgs:
    return {
        "deployment_name": settings.name,
        "model_name": settings.model,
        "model_version": settings.version,
        "model_format": settings.publisher,
        "sku_name": settings.sku,
        "capacity": settings.capacity,
    }


def _connections(store: ArtifactStore | None, search: Search | None) -> list[FoundryConnectionArgs]:
    """Return the project's connections. None to Application Insights: Azure wants its connection string as a key."""
    connections: list[FoundryConnectionArgs] = []
    if store:
        connections.append(
            {
                "connection_name": "artifact-store",
                "category": "AzureStorageAccount",
                "target": store.blob_endpoint,
                "resource_id": store.account_id,
            }
        )
    if search:
        connections.append(
            {
                "connection_name": "search",
                "category": "CognitiveSearch",
                "target": search.endpoint,
                "resource_id": search.service_id,
            }
        )
    return connections


def _grants(foundation: Foundation, services: Services) -> None:
    """Grant the roles across services: the platform's own, and those of the section `access`."""
    scopes: dict[str, pulumi.Output[str] | None] = {
        "foundry": services.foundry.account_id if services.foundry else None,
        "search": services.search.service_id if services.search else None,
        "artifact_store": services.artifact_store.account_id if services.artifact_store else None,
        "observability": foundation.observability.workspace_id if foundation.observability else None,
        "encryption": foundation.encryption.vault_id if foundation.encryption else None,
    }
    grants = [
        _grant(foundation, services, grant, scope)
        for grant in foundation.context.plan.grants
        if (scope := scopes[grant.part]) is not None
    ]
    if grants:
        RoleAssignments("access", {"grants": grants})


def _grant(foundation: Foundation, services: Services, grant: Grant, scope: pulumi.Output[str]) -> ScopedRoleGrantArgs:
    principal: pulumi.Input[str] = grant.group or ""
    principal_type = "Group" if grant.group else "ServicePrincipal"
    if grant.identity is not None:
        principal = foundation.identities.principal_id(grant.identity)
    elif grant.service is not None and services.search is not None:
        principal = services.search.principal_id
    return {
        "grant_name": grant.name,
        "role": grant.role,
        "principal_id": principal,
        "principal_type": principal_type,
        "scope": scope,
    }
