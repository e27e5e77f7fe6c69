#!/bin/sh
# Lists resource groups with curl. Variables as in inventory.py.
set -eu
curl --silent --show-error --fail --cacert "$AZURE_CA" --header "Authorization: Bearer simulated" \
  "$AZURE_ENDPOINT/subscriptions/$AZURE_SUBSCRIPTION_ID/resourcegroups?api-version=2024-03-01"
