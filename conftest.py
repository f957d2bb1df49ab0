"""Registers the plugin, so that plain ``pytest conformance/checks --candidate FILE`` works."""

pytest_plugins = ["conformance.run.plugin"]
