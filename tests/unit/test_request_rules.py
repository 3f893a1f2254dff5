"""What a request may ask for at once, said before any work."""

from __future__ import annotations

import pytest

from studio.core.errors import RequestError
from studio.core.request import Extent, Request
from studio.core.request_parts import HighRes, Inpaint, Outpaint, Savings, Seamless
from studio.core.request_rules import LARGEST_SIDE, check_parts

KEY = "f" * 64
LARGE = Extent(2048, 1024)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"high_res": HighRes(scale=4.25), "extent": LARGE}, "no side can be longer than 8192"),
        ({"high_res": HighRes(tile=256, overlap=200)}, "half a tile is the most"),
        ({"high_res": HighRes(), "source": KEY, "inpaint": Inpaint(KEY)}, "would not keep"),
        ({"source": KEY, "inpaint": Inpaint(KEY), "outpaint": Outpaint(8)}, "drawn at once"),
        ({"outpaint": Outpaint(8)}, "no picture to draw beyond"),
        ({"source": KEY, "outpaint": Outpaint()}, "No margin is wanted"),
        ({"source": KEY, "inpaint": Inpaint(KEY), "seamless": Seamless.X}, "cannot keep a part"),
        ({"savings": Savings(guidance_start=0.8, guidance_end=0.2)}, "begin before it ends"),
    ],
)
def test_what_does_not_go_together_is_refused(parts, says):
    with pytest.raises(RequestError, match=says):
        check_parts(Request("a", **parts))


def test_the_largest_picture_is_allowed():
    assert LARGE.width * 4 == LARGEST_SIDE
    check_parts(Request("a", extent=LARGE, high_res=HighRes(scale=4.0)))
