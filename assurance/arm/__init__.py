"""The planned resources as an ARM template, for scanners that read nothing else."""
