"""Container apps and jobs."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_put, write_only
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.containers.environments import APPS, ENVIRONMENT, has_profiles
from simulated_azure.services.managed_identity import require_identities

APP, JOB = APPS
_REST = "Microsoft.App REST reference, container apps and jobs; TF containerapps/helpers"
_MOST_REPLICAS = 1000

for _type in APPS:
    defaults(_type, {"properties": {"workloadProfileName": "Consumption"}})
    write_only(_type, "properties.configuration.secrets[].value")
    immutable(
        _type,
        Immutable("properties.environmentId", "InvalidRequestParameterWithDetails"),
        source="TF containerapps/container_app_resource.go (environment id: ForceNew)",
    )


@on_put(*APPS, source=_REST)
def app_fits_its_environment(put: Put) -> None:
    """The environment exists in the app's region and has the workload profile that the app names."""
    target = str(put.properties.get("environmentId") or put.properties.get("managedEnvironmentId") or "")
    found = put.world.find(target) if target else None
    if found is None or found.id.type_key != ENVIRONMENT.lower():
        raise bad_request("InvalidParameterValueInContainerTemplate", f"The environment '{target}' was not found.")
    if found.location != put.body.get("location"):
        raise bad_request(
            "InvalidRequestParameterWithDetails", f"App and environment '{found.id.name}' must be in one region."
        )
    profile = str(put.properties.get("workloadProfileName") or "Consumption")
    offered = [str(item.get("name")) for item in dicts(found.properties.get("workloadProfiles"))] or ["Consumption"]
    if profile not in offered and (has_profiles(found.properties) or profile != "Consumption"):
        raise bad_request(
            "InvalidRequestParameterWithDetails",
            f"The environment has no workload profile '{profile}'; it has {offered}.",
        )
    require_identities(put)


@on_put(*APPS, source=_REST)
def template_is_possible(put: Put) -> None:
    """Containers have an image and matching memory; scale is in order; secrets that are named exist."""
    template, configuration = as_dict(put.properties.get("template")), as_dict(put.properties.get("configuration"))
    containers = dicts(template.get("containers"))
    if not containers:
        raise bad_request(
            "InvalidRequestParameterWithDetails", "A template needs at least one container.", target="template"
        )
    secrets = {str(item.get("name")) for item in dicts(configuration.get("secrets"))}
    for container in containers:
        if not container.get("image") or not container.get("name"):
            raise bad_request(
                "InvalidRequestParameterWithDetails", "A container needs 'name' and 'image'.", target="template"
            )
        for variable in dicts(container.get("env")):
            if variable.get("secretRef") and variable["secretRef"] not in secrets:
                raise bad_request(
                    "ContainerAppSecretRefNotFound", f"SecretRef '{variable['secretRef']}' is not defined."
                )
    scale = as_dict(template.get("scale"))
    least, most = int(scale.get("minReplicas", 0)), int(scale.get("maxReplicas", 10))
    if not 0 <= least <= most <= _MOST_REPLICAS:
        raise bad_request(
            "InvalidRequestParameterWithDetails",
            f"Replicas {least}-{most}: 0-{_MOST_REPLICAS} in order.",
            target="scale",
        )


@on_put(*APPS, source="AZD container-apps/managed-identity-image-pull.md; Microsoft.App REST reference, registries")
def registry_identity_is_assigned(put: Put) -> None:
    """An identity that pulls images is one of the app's own."""
    identity = as_dict(put.body.get("identity"))
    assigned = {item.lower() for item in as_dict(identity.get("userAssignedIdentities"))}
    for item in dicts(as_dict(put.properties.get("configuration")).get("registries")):
        wanted = str(item.get("identity") or "")
        own = wanted == "system" and "systemassigned" in str(identity.get("type", "")).lower()
        if wanted and not own and wanted.lower() not in assigned:
            raise bad_request(
                "InvalidRequestParameterWithDetails", f"'{wanted}' is not an identity of '{put.id.name}'."
            )


@computes(APP)
def app_view(world: World, resource: Resource) -> Json:
    """Host name and the latest revision."""
    environment = world.find(str(resource.properties.get("environmentId") or ""))
    key = environment.id.key if environment else ""
    number = str(environment.incarnation if environment else 0)
    domain = f"env-{world.chance.hex(8, 'domain', key, number)}.{resource.location}.azurecontainerapps.io"
    ingress = as_dict(as_dict(resource.properties.get("configuration")).get("ingress"))
    revision = world.chance.hex(7, "revision", resource.id.key, str(resource.revision))
    shown: Json = {
        "latestRevisionName": f"{resource.id.name}--{revision}",
        "customDomainVerificationId": world.chance.hex(64, "verification", resource.id.key).upper(),
        "runningStatus": "Running", "outboundIpAddresses": [],
    }  # fmt: skip
    if ingress:
        middle = "" if ingress.get("external") else "internal."
        shown["configuration"] = {"ingress": {"fqdn": f"{resource.id.name}.{middle}{domain}"}}
    return {"properties": shown}
