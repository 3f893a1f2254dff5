"""Pictures between the processes: by shared memory, whole, and with nothing left behind."""

import os
import sys
import threading
from pathlib import Path

import numpy as np
import psutil
import pytest

from studio.core.errors import Cancelled, WorkerDiedError
from studio.core.job import CancelToken, Progress
from studio.engine import blocks, parcels
from studio.engine.blocks import KEPT, LEAST, Lender, Shelf, read
from studio.engine.client import WorkerEngine
from tests.unit.engine_verbs import Order, scripted_runtime

SHARED = Path("/dev/shm")
linux = pytest.mark.skipif(not SHARED.is_dir(), reason="shared memory has no folder there")


@pytest.fixture(scope="module")
def engine():
    made = WorkerEngine(scripted_runtime)
    yield made
    made.close()


@pytest.fixture
def lender():
    made = Lender()
    yield made
    made.close()


@pytest.fixture
def shelf(lender):
    """A worker's shelf whose wishes are granted at once."""
    made = Shelf(lambda size: made.given(lender.shelf(size)))
    return made


def run(engine, what, *, report=None, cancel=None, **more):
    order = Order(what, **more)
    return engine.run("scripted", order, report or (lambda _: None), cancel or CancelToken())


def ours():
    """The names of the blocks that this process has made and that are still there."""
    return {path.name for path in SHARED.glob(f"studio-{os.getpid()}-*")}


def picture(side, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)


def test_a_picture_travels_beside_the_pipe_and_arrives_whole(lender, shelf):
    sent = Progress(1, 2, preview=picture(300))
    parcel = shelf.parcel(sent)
    assert len(parcel.data) < 1000
    assert parcel.sizes == (300 * 300 * 3,)
    got = lender.value(parcel)
    assert np.array_equal(got.preview, sent.preview)
    got.preview[:] = 0  # it is its own


@pytest.mark.parametrize(
    "array",
    [
        picture(64).transpose(2, 0, 1),
        np.asfortranarray(picture(64)),
        picture(64)[::2, ::3],
        np.broadcast_to(np.uint8(7), (64, 64, 3)),
        np.random.default_rng(0).standard_normal((70, 30)).astype(np.float32),
        np.zeros((0, 3), np.uint8),
        np.arange(5),
    ],
    ids=["turned", "fortran", "strided", "one value", "floats", "empty", "small"],
)
def test_every_layout_of_an_array_arrives(lender, shelf, array):
    got = lender.value(shelf.parcel({"a": array}))["a"]
    assert got.dtype == array.dtype
    assert np.array_equal(got, array)
    sent = read(lender.parcel([array, "and more"]))
    assert np.array_equal(sent[0], array)


def test_several_arrays_share_a_block(lender, shelf):
    pictures = [picture(side, side) for side in (40, 80, 60)]
    got = lender.value(shelf.parcel(pictures))
    assert all(np.array_equal(a, b) for a, b in zip(got, pictures, strict=True))


@linux
def test_a_block_has_no_name_any_more_once_it_was_read(lender, shelf):
    before = ours()
    parcel = shelf.parcel(picture(100))
    assert ours() - before == {parcel.block}
    lender.value(parcel)
    assert ours() == before
    shelf.taken()
    again = shelf.parcel(picture(100))
    assert again.block == parcel.block, "the shelf is used again, though it has no name"
    assert np.array_equal(lender.value(again), picture(100))


def test_nothing_is_laid_over_what_was_not_taken_yet(lender, shelf):
    first = shelf.parcel(picture(100, 1))
    second = []
    laying = threading.Thread(target=lambda: second.append(shelf.parcel(picture(100, 2))))
    laying.start()
    assert not second
    assert np.array_equal(lender.value(first), picture(100, 1))
    assert not second
    shelf.taken()
    laying.join(30)
    assert np.array_equal(lender.value(second[0]), picture(100, 2))


def test_a_shelf_grows_with_what_it_must_hold_and_a_huge_one_is_given_back(lender, shelf):
    small = shelf.parcel(picture(100))
    assert lender.value(small) is not None
    assert lender._shelf.size >= LEAST
    shelf.taken()
    large = np.zeros(KEPT + 1, np.uint8)
    parcel = shelf.parcel(large)
    assert lender.value(parcel).nbytes == large.nbytes
    assert parcel.is_last
    assert lender._shelf is None
    assert shelf._block is None
    shelf.taken()
    assert lender.value(shelf.parcel(picture(100))) is not None


def test_without_shared_memory_pictures_take_the_pipe(lender, shelf, monkeypatch):
    monkeypatch.setattr(blocks, "new_block", lambda _size: None)
    parcel = shelf.parcel(picture(100))
    assert not parcel.block
    assert np.array_equal(lender.value(parcel), picture(100))
    assert np.array_equal(read(lender.parcel(picture(90))), picture(90))


@linux
def test_memory_that_is_promised_but_not_there_is_refused_and_not_written_to(monkeypatch):
    def full(_handle, _at, _size):
        raise OSError(28, "No space left on device")

    before = ours()
    monkeypatch.setattr(os, "posix_fallocate", full)
    assert parcels.new_block(100) is None
    assert ours() == before


def test_results_previews_and_sources_cross_whole(engine):
    seen = []
    source = picture(700)
    result = run(engine, "echo", array=source, report=seen.append)
    assert np.array_equal(result, 255 - source)
    assert np.array_equal(seen[0].preview, source)


@linux
def test_no_block_is_left_after_jobs_of_any_size(engine):
    for side in (50, 900, 3600, 60):
        assert np.array_equal(run(engine, "echo", array=picture(side)), 255 - picture(side))
    assert ours() == set()


@linux
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("when", ["before it reads", "while it works", "after its result"])
def test_no_block_is_left_when_the_worker_is_killed(when):
    engine = WorkerEngine(scripted_runtime)
    run(engine, "count")
    child = psutil.Process(engine.pid)
    try:
        match when:
            case "before it reads":
                child.suspend()
                threading.Timer(0.3, child.kill).start()
                with pytest.raises(WorkerDiedError):
                    run(engine, "echo", array=picture(900))
            case "while it works":
                with pytest.raises(WorkerDiedError):
                    run(engine, "show and die", array=picture(900))
            case _:
                assert run(engine, "echo", array=picture(900)) is not None
                child.kill()
                child.wait(10)
                assert run(engine, "count") == 3
        assert ours() == set()
    finally:
        engine.close()


@linux
def test_a_cancelled_job_leaves_no_block(engine):
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        run(engine, "wait", array=picture(900), report=lambda _: cancel.cancel(), cancel=cancel)
    assert run(engine, "count") == 3
    assert ours() == set()


@linux
def test_no_block_is_left_when_the_window_is_killed_in_the_middle(tmp_path):
    import subprocess
    import textwrap

    code = """
        import os
        import numpy as np
        from studio.core.job import CancelToken
        from studio.engine.client import WorkerEngine
        from tests.unit.engine_verbs import Order, scripted_runtime

        def vanish(_progress):
            print(os.getpid(), flush=True)
            os.kill(os.getpid(), 9)

        if __name__ == "__main__":
            engine = WorkerEngine(scripted_runtime)
            order = Order("echo", array=np.zeros((900, 900, 3), np.uint8))
            engine.run("scripted", order, vanish, CancelToken())
    """
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(code), encoding="utf-8")
    root = Path(__file__).parents[2]
    out = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    pid = int(out.stdout)
    assert not list(SHARED.glob(f"studio-{pid}-*"))
