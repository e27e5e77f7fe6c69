"""`python -m tests.bench.world_size WORLD COUNT`: writes COUNT resources, reads some, prints memory and speed as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from simulated_azure.arm.azure import Azure

VERSION = "2024-05-01"


def main(path: Path, count: int) -> None:
    azure = Azure.open(path, time_scale=0.0, seed="bench")
    group = f"/subscriptions/{azure.subscription_id}/resourceGroups/rg"
    azure.begin_put(group, {"location": "swedencentral"}, api_version=VERSION)
    ids = [f"{group}/providers/Microsoft.Network/networkSecurityGroups/nsg-{number}" for number in range(count)]
    rule = {"name": "deny", "properties": {"priority": 4096, "access": "Deny", "direction": "Inbound", "protocol": "*",
            "sourceAddressPrefix": "*", "sourcePortRange": "*", "destinationAddressPrefix": "*",
            "destinationPortRange": "*"}}  # fmt: skip
    started = time.perf_counter()
    for resource_id in ids:
        azure.begin_put(
            resource_id, {"location": "swedencentral", "properties": {"securityRules": [rule]}}, api_version=VERSION
        )
    written = time.perf_counter()
    for resource_id in ids[:: max(count // 1000, 1)]:
        azure.get(resource_id, api_version=VERSION)
    read = time.perf_counter()
    kept = len(azure.resources())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "resources": kept,
                "megabytes": round(memory, 1),
                "put_ms": round((written - started) / count * 1000, 3),
                "get_ms": round((read - written) / len(ids[:: max(count // 1000, 1)]) * 1000, 3),
                "file_megabytes": round(path.stat().st_size / 2**20, 1),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
