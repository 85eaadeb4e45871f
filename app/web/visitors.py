"""Where a request comes from, as far as the site is told."""

from __future__ import annotations

import ipaddress

from flask import request


def visitor_address() -> str:
    """The network address of the visitor; empty behind a proxy of our own that does not name it."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    return "" if address.is_loopback else str(address)
