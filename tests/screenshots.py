"""Make the pictures of the documentation from the real window: `python -m tests.screenshots`.

Everything in them is real: the starter model draws every picture. Words after the command name the
screenshots that are wanted; `--steps N` makes them quicker while one only looks at the window.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from studio.core.paths import resources
from studio.ui.canvas.start_page import EXAMPLES

TARGET = Path(__file__).parents[1] / "docs" / "images"
SIZE = (1440, 900)
SUNSET = "a red house by the sea at sunset, watercolor"
CHINESE = "一座红色的房子,海边,日落,水彩"
SCENES = (
    "a small yellow boat on the sea at day, flat illustration",
    "a blue castle in the mountains at night, neon cyberpunk",
    "a white house in the snow in the fog, pencil",
    "a green tree on the hills at sunset, watercolor",
    "a red hot-air balloon over the desert at day, flat illustration",
    "a purple mushroom on the hills at night, neon cyberpunk",
    "一只黄色的小船,海边,夜晚,水彩",
    "a red castle in the desert at sunset, watercolor",
    "a white hot-air balloon over the mountains at day, pencil",
    "a blue house on the hills in the fog, watercolor",
    "a yellow mushroom in the snow at day, flat illustration",
    "a purple boat on the sea at sunset, neon cyberpunk",
    "一座蓝色的城堡,雪地,夜晚,霓虹赛博朋克",
    "a green house in the mountains at day, watercolor",
    "a red tree on the hills in the fog, pencil",
)


class Photographer:
    """Drives one window and saves what it shows."""

    def __init__(self, application, studio, wanted, target):
        self.application, self.studio = application, studio
        self.desk = studio.session.desk
        self.wanted, self.target = wanted, target

    def until(self, done):
        """Let the window work until something is so."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, timer = QEventLoop(), QTimer(interval=10)
        timer.timeout.connect(lambda: loop.quit() if done() else None)
        timer.start()
        loop.exec()

    def save(self, name):
        """Save the window as it is now."""
        if self.wanted and name not in self.wanted:
            return
        for _ in range(3):
            self.application.processEvents()
        window = self.studio.window
        self.target.mkdir(parents=True, exist_ok=True)
        screen = window.screen().grabWindow(0)  # with what pops up over the window
        screen = screen.copy(window.geometry())
        path = self.target / f"{name}.png"
        screen.save(str(path), quality=0)
        print(path, flush=True)

    def make(self, prompt, seed, stop_at=1.0):
        """Generate one picture, or let it form up to a share of its steps."""
        draft = self.desk.draft
        draft.prompt, draft.seed, draft.seed_locked = prompt, seed, True
        self.studio.session.generation.generate()
        if stop_at < 1.0:
            self.until(
                lambda: self.desk.canvas.shown is not None and self.desk.queue.fraction() >= stop_at
            )
        else:
            self.until(lambda: not self.studio.jobs.active)

    def examples(self, folder):
        """Make the pictures of the first page anew, with the model that ships."""
        from PIL import Image

        self.until(lambda: self.desk.catalog.supplies.models and not self.studio.jobs.active)
        folder.mkdir(parents=True, exist_ok=True)
        for name, (prompt, seed) in EXAMPLES.items():
            self.make(prompt, seed)
            path = folder / f"{name}.webp"
            with Image.open(self.desk.history.run(0).path("image-0.png")) as picture:
                picture.save(path, quality=85)
            print(path, flush=True)

    def tour(self, scenes):
        """Go through the window once, and save what the documentation shows."""
        from PySide6.QtCore import Qt

        window = self.studio.window
        gallery, across = window.places["gallery"], Qt.Orientation.Horizontal
        self.until(lambda: self.desk.catalog.supplies.models and not self.studio.jobs.active)
        self.save("first-page")
        self.make(SUNSET, 7, stop_at=0.5)
        self.save("forming")
        self.until(lambda: not self.studio.jobs.active)
        for seed, prompt in enumerate(scenes, start=20):
            self.make(prompt, seed)
        self.make(SUNSET, 8)
        window.request.params_section.set_open(True)
        self.save("window")
        window.resizeDocks([gallery], [640], across)
        window.gallery.scale.setValue(200)
        self.desk.draft.prompt = CHINESE
        self.studio.session.browsing.show(self.desk.history.run(3))
        self.until(lambda: not self.studio.jobs.active)
        self.save("gallery")
        window.resizeDocks([gallery], [280], across)
        window.gallery.scale.setValue(120)
        window.request.style_picker.showPopup()
        self.until(lambda: not self.studio.jobs.active)
        self.save("styles")
        window.request.style_picker.popup.hide()
        window.toggle_theme()
        self.save("light")
        window.toggle_theme()
        self.make(CHINESE, 8)
        self.desk.memory.choose(language="zh_CN")
        self.until(lambda: self.studio.window is not window and not self.studio.jobs.active)
        self.studio.window.request.params_section.set_open(True)
        self.save("chinese")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wanted", nargs="*")
    parser.add_argument("--examples", action="store_true", help="remake resources/examples")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--scenes", type=int, default=len(SCENES))
    parser.add_argument("--size", default="x".join(map(str, SIZE)))
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        os.environ["STUDIO_HOME"] = home
        take(options, Path(home))


def take(options, home):
    from PySide6.QtWidgets import QApplication

    from studio import app

    application = QApplication(sys.argv[:1])
    studio = app.build(app.Parts(project=home / "My pictures"))
    width, height = map(int, options.size.split("x"))
    studio.window.setGeometry(0, 0, width, height)
    studio.window.show()
    studio.window.activateWindow()
    studio.start()
    if options.steps:
        studio.session.desk.draft.overrides = {"steps": options.steps}
    photographer = Photographer(application, studio, options.wanted, options.target)
    try:
        if options.examples:
            photographer.examples(resources() / "examples")
        else:
            photographer.tour(SCENES[: options.scenes])
    finally:
        studio.close()
        studio.session.leaving.may_close = lambda: True
        studio.window.close()


if __name__ == "__main__":
    main()
