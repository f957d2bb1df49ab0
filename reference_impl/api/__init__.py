"""The HTTP face: routes are thin; what they do is in ``services``."""
