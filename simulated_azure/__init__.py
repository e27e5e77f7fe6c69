"""Simulated Azure: an offline Azure Resource Manager for azure-native programs.

`arm` is the world (state, identifiers, long-running operations, generic rules), `services` is what each
resource provider adds, `provider` is the Pulumi face. Nothing here talks to Microsoft.
"""
