"""Engine tier: the real Pulumi CLI, the real policy runtime, a simulated Azure."""
