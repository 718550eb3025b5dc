"""The mark of the product, as an image that a page carries in itself."""

from __future__ import annotations

import base64
from pathlib import Path

DESSIN = Path(__file__).with_name("marque.svg")
IMAGE = "data:image/svg+xml;base64," + base64.b64encode(DESSIN.read_bytes()).decode()
