"""How far the simulated Azure is from the real one: record what Azure answers, replay it here, list what differs."""
