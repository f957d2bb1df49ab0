"""The contract suite: holds a candidate to its own OpenAPI document.

``document`` reads it, ``lint`` judges it, ``answers`` judges what the candidate answers by it,
``engine`` (in a child process) lets Schemathesis look for faults at random.
"""
