"""Entry point that `pulumi preview --policy-pack policy_pack` runs."""

from ai_policies.pack import start

start()
