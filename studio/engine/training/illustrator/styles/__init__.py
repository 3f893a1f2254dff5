"""The hands that draw: every module here holds one or two styles."""

from __future__ import annotations
