"""What the tests of the contract suite share."""

from __future__ import annotations

import json
from typing import Any

from conformance.instruments.contract.document import Document, read_document


def small(**paths: Any) -> dict[str, Any]:
    """Return a small valid document."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Một cửa", "version": "1"},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": paths
        or {
            "/people/{id}": {
                "get": {
                    "operationId": "readPerson",
                    "security": [{"bearer": []}],
                    "parameters": [
                        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                    ],
                    "responses": {
                        "200": {
                            "description": "ok",
                            "headers": {"X-Version": {"required": True, "schema": {}}},
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "type": "object",
                                        "required": ["name"],
                                        "properties": {
                                            "name": {"type": "string", "nullable": True},
                                            "at": {"type": "string", "format": "date-time"},
                                        },
                                    }
                                }
                            },
                        },
                        "4XX": {"description": "no"},
                    },
                }
            }
        },
    }


def read(data: Any) -> Document:
    """Return the document of a value."""
    return read_document(json.dumps(data).encode())
