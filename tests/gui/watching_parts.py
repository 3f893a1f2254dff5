"""A watched window whose request asks for everything, or whose picture is looked into."""

from __future__ import annotations

from studio.core.artifact import Picture
from studio.core.model import Kind
from studio.core.request_parts import (
    HighRes,
    Inpaint,
    Outpaint,
    Reference,
    Refiner,
    Seamless,
    Variation,
)
from studio.exporters.png import EXPORTER as PNG
from tests.gui.scripted import picture, write_parts


def find_parts(watched):
    """Put VAEs and IP-Adapters into the models folder and let them be found."""
    write_parts(watched.folder / "models")
    watched.studio.session.look_for_supplies()
    watched.until(lambda: len(watched.desk.catalog.supplies.parts) == 4)


def every_part(watched):
    """Ask for everything besides, of a source that there is."""
    find_parts(watched)
    file = watched.folder / "mask.png"
    file.write_bytes(PNG.encode(Picture(picture(watched.desk.history.run(0).request))))
    project = watched.desk.projects.project
    key = project.inputs.keep(file.read_bytes())
    watched.desk.draft.source = key
    vae, adapter = (watched.desk.catalog.parts(k)[0].key for k in (Kind.VAE, Kind.IP_ADAPTER))
    watched.desk.draft.parts = {
        "inpaint": Inpaint(key, context=64),
        "outpaint": Outpaint(8, 8, 8, 8),
        "high_res": HighRes(),
        "refiner": Refiner("second"),
        "variation": Variation(5),
        "seamless": Seamless.BOTH,
        "vae": vae,
        "references": (Reference(key, adapter),),
    }
    watched.until(lambda: watched.studio.session.sources.shown is not None)
    return watched.studio.window.request.part_cards


def words(watched):
    """Look into a picture whose prompt has two words; the map of the first is shown."""
    run = next(r for r in runs(watched) if r.request.prompt == "a house")
    watched.studio.session.browsing.show(run)
    explaining = watched.studio.session.explaining
    explaining.explain(run)
    watched.until(lambda: explaining.explanation is not None and not explaining.working)
    explaining.word = 0
    return watched.dock("why")


def runs(watched):
    return [watched.desk.history.run(row) for row in range(watched.desk.history.rowCount())]
