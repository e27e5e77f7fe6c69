"""API Management as AI gateway."""
