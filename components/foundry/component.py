"""Foundry: account, project, guardrail, model deployments."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_azure_native import cognitiveservices as cognitive

from components._base import SLOW_CREATE, Component
from components._immutable import CREATE_ONLY, refuse_update, value_at
from components.foundry.account import CUSTOMER_KEY, account_properties
from components.foundry.args import BlocklistArgs, FoundryArgs, FoundryConnectionArgs, ModelDeploymentArgs
from components.foundry.content_filters import DEFAULT_POLICY_NAME, guardrail
from components.interfaces.customer_managed_key import when_the_key_can_be_used
from components.interfaces.diagnostics import add_diagnostics
from components.interfaces.identities import user_assigned
from components.interfaces.lock import add_lock
from components.interfaces.private_endpoint import EndpointSite, EndpointTarget, add_private_endpoint
from components.interfaces.role_assignments import grant_roles

ARM_TYPE = "Microsoft.CognitiveServices/accounts"


class Foundry(Component):
    """Foundry account (kind AIServices) that is private, keyless and guarded.

    Creates, strictly one after the other, because Azure answers a second write under one account with
    `RequestConflict`: account, blocklist and its items, guardrail, model deployments, project, connections, private
    endpoint. The endpoint comes last: right after a write the network still sees the account as `Accepted` and refuses
    it (`AccountProvisioningStateInvalid`). Diagnostic settings, role assignments and the lock are not written under
    the account.

    No capability host is created: it needs a Cosmos DB account for threads. With an agent subnet Azure creates the
    account's own one; until a project has one as well, agents keep their state in Microsoft-managed stores.

    Raises:
        ValueError: an unknown severity threshold, a missing DNS zone, an unknown role.
    """

    account_id: pulumi.Output[str]
    """Resource id of the account."""
    account_name: pulumi.Output[str]
    """Name of the account."""
    endpoint: pulumi.Output[str]
    """Endpoint of the account."""
    project_id: pulumi.Output[str]
    """Resource id of the project."""
    project_name: pulumi.Output[str]
    """Name of the project."""
    project_endpoint: pulumi.Output[str]
    """Endpoint that agents and SDKs of the project connect to."""
    content_filter_name: pulumi.Output[str]
    """Name of the guardrail that deployments name."""
    last_write_id: pulumi.Output[str]
    """Resource id of the last write, the private endpoint if there is one: wait for it before the next endpoint of the
    same subnet."""

    def __init__(self, name: str, args: FoundryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._args = args
        self._filter = args.get("content_filter", {})
        self._written: list[pulumi.CustomResource] = []
        self._account = self._create_account()
        self._create_guardrail()
        for model in args.get("models", []):
            self._create_deployment(model)
        self._project = self._create_project()
        for connection in args.get("connections", []):
            self._create_connection(connection)
        self._create_endpoint()
        self._create_interfaces()
        self._set_outputs()
        self.register()

    def _chained(self, **options: Any) -> pulumi.ResourceOptions:
        return self.child(after=self._written[-1:], **options)

    def _path(self) -> dict[str, Any]:
        # The name as an output: when the account is replaced, the engine then replaces its children too.
        return {"resource_group_name": self._args["resource_group_name"], "account_name": self._account.name}

    def _create_account(self) -> cognitive.Account:
        args = self._args
        key = args.get("customer_managed_key")
        identity: Any = user_assigned(*args["identity_ids"], *([key["identity_id"]] if key else []))
        properties: Any = account_properties(args)
        account = cognitive.Account(
            self.pulumi_resource_name,
            account_name=args["account_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            kind="AIServices",
            sku={"name": "S0"},
            identity=identity,
            properties=properties,
            tags=args.get("tags"),
            opts=self.child(
                protect=args.get("protect"),
                custom_timeouts=SLOW_CREATE,
                replace_on_changes=CREATE_ONLY["cognitiveservices:Account"],
                hooks=pulumi.ResourceHookBinding(
                    before_update=[refuse_update(self.pulumi_resource_name, _keeps_its_key)],
                    on_error=[when_the_key_can_be_used(self, self.pulumi_resource_name)] if key else None,
                ),
            ),
        )
        self._written.append(account)
        return account

    def _create_guardrail(self) -> None:
        blocklist = self._filter.get("blocklist")
        if blocklist:
            self._create_blocklist(blocklist)
        properties: Any = guardrail(self._filter)
        policy = cognitive.RaiPolicy(
            f"{self.pulumi_resource_name}-guardrail",
            **self._path(),
            rai_policy_name=self._policy_name(),
            properties=properties,
            opts=self._chained(),
        )
        self._written.append(policy)

    def _policy_name(self) -> str:
        return self._filter.get("policy_name", DEFAULT_POLICY_NAME)

    def _create_blocklist(self, args: BlocklistArgs) -> None:
        label = f"{self.pulumi_resource_name}-blocklist"
        blocklist = cognitive.RaiBlocklist(
            label,
            **self._path(),
            rai_blocklist_name=args["blocklist_name"],
            properties={"description": args.get("description", "Terms that the organisation blocks.")},
            opts=self._chained(),
        )
        self._written.append(blocklist)
        for item in args["items"]:
            created = cognitive.RaiBlocklistItem(
                f"{label}-{item['item_name']}",
                **self._path(),
                rai_blocklist_name=blocklist.name,
                rai_blocklist_item_name=item["item_name"],
                properties={"pattern": item["pattern"], "is_regex": item.get("is_regex", False)},
                opts=self._chained(),
            )
            self._written.append(created)

    def _create_deployment(self, model: ModelDeploymentArgs) -> None:
        deployment = cognitive.Deployment(
            f"{self.pulumi_resource_name}-model-{model['deployment_name']}",
            **self._path(),
            deployment_name=model["deployment_name"],
            sku={"name": model["sku_name"], "capacity": model["capacity"]},
            properties={
                "model": {
                    "format": model.get("model_format", "OpenAI"),
                    "name": model["model_name"],
                    "version": model["model_version"],
                },
                "rai_policy_name": self._policy_name(),
                "version_upgrade_option": model.get("version_upgrade_option", "NoAutoUpgrade"),
            },
            opts=self._chained(replace_on_changes=CREATE_ONLY["cognitiveservices:Deployment"]),
        )
        self._written.append(deployment)

    def _create_project(self) -> cognitive.Project:
        args = self._args
        identity: Any = user_assigned(*args["identity_ids"])
        project = cognitive.Project(
            f"{self.pulumi_resource_name}-project",
            **self._path(),
            project_name=args["project_name"],
            location=args["location"],
            identity=identity,
            properties={
                "display_name": args.get("project_display_name", args["project_name"]),
                "description": args.get("project_description", ""),
            },
            tags=args.get("tags"),
            opts=self._chained(),
        )
        self._written.append(project)
        return project

    def _create_connection(self, connection: FoundryConnectionArgs) -> None:
        created = cognitive.ProjectConnection(
            f"{self.pulumi_resource_name}-connection-{connection['connection_name']}",
            **self._path(),
            project_name=_last_segment(self._project.id),
            connection_name=connection["connection_name"],
            # A class, not a dictionary: the SDK translates no keys of a dictionary that may be one of several types.
            properties=cognitive.AADAuthTypeConnectionPropertiesArgs(
                auth_type="AAD",
                category=connection["category"],
                target=connection["target"],
                is_shared_to_all=False,
                metadata={
                    "ApiType": "Azure",
                    "ResourceId": connection["resource_id"],
                    "location": self._args["location"],
                },
            ),
            opts=self._chained(),
        )
        self._written.append(created)

    def _create_endpoint(self) -> None:
        placement = self._args.get("private_endpoint")
        if placement:
            target = EndpointTarget(self._account.id, ARM_TYPE, "account")
            site = EndpointSite(self._args["resource_group_name"], self._args["location"], self._args.get("tags"))
            label = self.pulumi_resource_name
            self._written.append(add_private_endpoint(self, label, target, placement, site, after=self._written[-1:]))

    def _create_interfaces(self) -> None:
        args, label = self._args, self.pulumi_resource_name
        written: list[pulumi.Resource] = [*self._written]
        account_logs = args.get("diagnostics")
        project_logs = args.get("project_diagnostics", account_logs)
        if account_logs:
            written.append(add_diagnostics(self, label, self._account.id, account_logs))
        if project_logs:
            written.append(
                add_diagnostics(self, f"{label}-project", self._project.id, project_logs, metric_categories=())
            )
        written.extend(grant_roles(self, self._account.id, args.get("role_assignments")))
        lock = args.get("lock")
        if lock:
            add_lock(self, label, self._account.id, lock, after=written)

    def _set_outputs(self) -> None:
        host = f"https://{self._args['custom_sub_domain_name']}.services.ai.azure.com"
        self.account_id, self.account_name = self._account.id, self._account.name
        self.endpoint = self._account.properties.apply(lambda properties: properties.endpoint)
        self.project_id, self.project_name = self._project.id, _last_segment(self._project.id)
        self.project_endpoint = self.project_name.apply(lambda project: f"{host}/api/projects/{project}")
        self.content_filter_name = pulumi.Output.from_input(self._policy_name())
        self.last_write_id = self._written[-1].id


def _last_segment(resource_id: pulumi.Output[str]) -> pulumi.Output[str]:
    # Azure may call a project `<account>/<project>` in its answer; the id ends in the project's own name.
    return resource_id.apply(lambda value: value.rsplit("/", 1)[-1])


def _keeps_its_key(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """Refuse to go back to Microsoft-managed keys."""
    source = "properties.encryption.keySource"
    if value_at(before, source) != CUSTOMER_KEY or value_at(after, source) == CUSTOMER_KEY:
        return None
    return (
        "Azure does not take a customer-managed key away from a Foundry account. Keep the key (encryption on), or "
        "deploy an account of another name and move to it."
    )
