"""Microsoft.App and Microsoft.ContainerRegistry: environments, apps, jobs, registries."""
