"""One answer to one request, however often it is sent (Idempotency-Key)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from reference_impl.domain.problems import ProblemError
from reference_impl.services.context import Context
from reference_impl.store.tables import IdempotencyRow


def once(
    ctx: Context, key: str | None, request: str, produce: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Return the answer of ``produce``, or the one that it gave to the same key before.

    ``request`` is what was asked (operation and body): the same key for another request is
    refused. The answer is kept in the transaction of its effects.
    """
    if key is None or not ctx.seams.repeats.honours(key):
        return produce()
    scope = f"{ctx.actor.user_id}:{hashlib.sha256(key.encode()).hexdigest()}"
    fingerprint = hashlib.sha256(request.encode()).hexdigest()
    kept = ctx.session.get(IdempotencyRow, scope)
    if kept is None:
        row = IdempotencyRow(scope=scope, fingerprint=fingerprint, answer={})
        ctx.session.add(row)
        ctx.session.flush()
        row.answer = produce()
        return row.answer
    if kept.fingerprint != fingerprint:
        raise ProblemError("idempotency-mismatch")
    return kept.answer
