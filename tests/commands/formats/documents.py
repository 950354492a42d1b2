"""A small valid document in the three forms tests start from."""

from typing import Any

YAML = """\
alt: "2.0"
title: Orders by city
language: en
metadata: {text: "Fetch the orders, count by city, post the top 3", confidence: 0.9, unsure: null}
variables:
  source: http://example.org/orders.csv
segments:
  - id: fetch
    task_type: http.request
    content: Fetch the orders
    span: [0, 16]
    parameters:
      url: ${variables.source}
  - id: count
    task_type: data.transform
    content: count by city
    parameters:
      steps:
        - {op: count, by: [city]}
    dependencies: [fetch]
  - id: post
    task_type: chat.post
    parameters: {conversation: here, limit: 3}
    dependencies: [count]
    timeout: PT30S
    retry: {limit: 2, delay: PT1S, backoff: 2}
"""


def document(*segments: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a document of these segments."""
    return {"alt": "2.0", "segments": list(segments), **fields}


def segment(id: str, *dependencies: str, **fields: Any) -> dict[str, Any]:
    """Return a segment that waits for others."""
    return {
        "id": id,
        "task_type": "wait",
        "parameters": {"duration": "PT1S"},
        "dependencies": list(dependencies),
        **fields,
    }
