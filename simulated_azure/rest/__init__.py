"""The HTTPS face: ARM's REST interface over the same world. It unpacks and packs; every rule lives in `arm`."""
