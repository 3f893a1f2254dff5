"""What is dropped on the window or pasted into it: looked at on a lane, then offered."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core import paths
from studio.core.run import Run
from studio.core.text import N_, message
from studio.state.notices import Level, Notice, Step
from studio.state.observable import Observable
from studio.state.offers import TOPIC, Offers
from studio.state.recipes import fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import JobState, Progress
    from studio.core.metadata_format import Recipe
    from studio.core.model import Model
    from studio.core.project import Project
    from studio.core.task import Task
    from studio.core.text import Message
    from studio.state.desk import Desk
    from studio.state.sources import Sources
    from studio.tasks.foreign import Match, SeenPicture
    from studio.tasks.import_pictures import Imported
    from studio.tasks.import_styles import AddedStyles
    from studio.tasks.look_at_drop import Seen, SeenStyles


UNKNOWN = "drop unknown"
MAX_TEXT = 4_000_000
_URL = re.compile(r"\s*(https?|ftp|data|blob)://?\S+\s*|\s*data:\S+\s*", re.IGNORECASE)


class Drops(QObject):
    """Decides by content what to offer; `about` is the picture from elsewhere that is looked at."""

    about_changed = Signal(object)
    about_asked = Signal()  # the user wants to read all of it
    looked = Signal(object)  # Seen: what was dropped is known now
    imported = Signal(object)  # Imported
    styles_added = Signal(object)  # AddedStyles

    about: Observable[SeenPicture | None] = Observable(None)

    def __init__(
        self,
        desk: Desk,
        sources: Sources,
        rescan: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sources = sources
        self._rescan = rescan
        self._offers = Offers(desk, self)
        self._importing: dict[str, Project] = {}
        self._asked = 0
        desk.jobs.progressed.connect(self._on_progressed)
        desk.jobs.changed.connect(self._on_changed)
        desk.projects.opened.connect(self._on_opened)

    # What comes in

    def take(self, files: Sequence[Path]) -> None:
        """Look at files and folders."""
        from studio.tasks.look_at_drop import LookAtFiles

        if files:
            self._look(LookAtFiles(tuple(files), self._models()))

    def take_image(self, image: bytes | NDArray[np.uint8], name: str) -> None:
        """Look at a picture that is no file: its bytes, or (h, w, 3) uint8."""
        from studio.tasks.look_at_drop import LookAtPicture

        self._look(LookAtPicture(name, image, self._models()))

    def take_text(self, text: str) -> None:
        """Look at text: an address, a recipe, or words for the prompt."""
        from studio.tasks.look_at_drop import LookAtText

        if _URL.fullmatch(text[:2000]):
            self.refuse_address()
        elif len(text) > MAX_TEXT:
            self._say(message(N_("The text is too long to be a prompt.")), Level.ATTENTION)
        elif text.strip():
            self._look(LookAtText(text, self._models()), partial(self._on_text, text))

    def refuse_address(self) -> None:
        """Say that nothing is fetched."""
        text = N_(
            "The studio fetches nothing from a network. Save the picture first, and drop its file."
        )
        self._say(message(text), Level.ATTENTION)

    # What can be done with it

    def use_all(self, recipe: Recipe, match: Match) -> None:
        """Make every control show what made a picture; a model that is not here stays ours."""
        draft, catalog = self._desk.draft, self._desk.catalog
        fit = fitted(recipe, match.key or draft.model, catalog)
        draft.load(fit.request)
        if match.name and not match.key:
            self._tell_model(recipe, match)
        elif fit.left_out:
            template = N_("These could not be taken over: {names}. Everything else was.")
            self._say(message(template, names=", ".join(fit.left_out)))

    def use_prompt(self, recipe: Recipe) -> None:
        """Take over only the words."""
        self._desk.draft.prompt = recipe.request.prompt
        self._desk.draft.negative = recipe.request.negative

    def import_shown(self) -> None:
        """Take the picture that is looked at into the project."""
        if self.about is None:
            self._say(message(N_("Drop a picture first, or paste one.")))
        elif self.about.path:
            self.import_pictures([self.about.path])
        else:
            self.import_pictures([], (self.about.name, self.about.data))

    def start_from_shown(self) -> None:
        """Let the next picture begin with the one that is looked at."""
        if self.about is not None:
            if self.about.path:
                self._sources.use_file(self.about.path)
            else:
                self._sources.use_pixels(self.about.pixels)

    def import_pictures(
        self, files: Sequence[Path], loose: tuple[str, bytes] | None = None
    ) -> None:
        """Take pictures into the open project, as a job that can be cancelled."""
        from studio.tasks.import_pictures import ImportPictures

        project = self._desk.projects.project
        if project is None or project.read_only:
            text = message(N_("Pictures are stored in a project. Open one that can be written."))
            steps = (Step.OPEN_PROJECT, Step.NEW_PROJECT)
            self._desk.notices.tell(Notice(text, Level.ATTENTION, steps, topic=TOPIC))
            return
        task = ImportPictures(project, tuple(files), loose)
        job_id = self._desk.errands.run(task, done=self._on_imported, quiet=False)
        self._importing[job_id] = project

    def import_styles(self, seen: SeenStyles) -> None:
        """Copy styles into the user's folder; what is there is never replaced."""
        from studio.tasks.import_styles import ImportStyles

        ships, own = paths.styles_folders()
        more = map(Path, self._desk.memory.settings.styles_folders)
        task = ImportStyles(seen.path.name, seen.styles, (ships, *more, own))
        self._desk.errands.run(task, done=self._on_styles)

    def export_styles(self, target: Path) -> None:
        """Write the user's own styles to a file; its ending says in which form."""
        from studio.tasks.import_styles import ExportStyles

        self._desk.errands.run(ExportStyles(paths.styles_folders()[-1], target), self._on_saved)

    # What was seen

    def _look(self, task: Task[Seen], done: Callable[[Seen], None] | None = None) -> None:
        self._asked += 1
        asked = self._asked
        for topic in (TOPIC, UNKNOWN):  # of what was dropped before
            self._desk.notices.dismiss_topic(topic)

        def take(seen: Seen) -> None:
            if asked == self._asked:  # else something else was dropped meanwhile
                (done or self._on_seen)(seen)
                self.looked.emit(seen)

        self._desk.errands.run(task, done=take)

    def _on_seen(self, seen: Seen) -> None:
        if seen.projects:
            self._desk.projects.open(seen.projects[0])
            return
        for styles in seen.styles:
            self.import_styles(styles)
        if seen.unknown:
            self._tell_unknown(seen.unknown)
        for model in seen.models[:1]:
            self._offers.model(model)
        for words in seen.words[:1]:
            self._offers.words(words)
        if seen.picture:
            self.about = seen.picture
            self._desk.canvas.show_dropped(seen.picture.pixels)
            if len(seen.pictures) > 1:
                self._offers.many(seen.pictures)
            else:
                self._offers.picture(seen.picture)

    def _tell_unknown(self, problems: tuple[Message, ...]) -> None:
        text = problems[0]
        if len(problems) > 1:
            template = N_("{first} Nothing can be done with {n} others either.")
            text = message(template, first=text, n=len(problems) - 1)
        self._desk.notices.tell(Notice(text, Level.ATTENTION, topic=UNKNOWN))

    def _on_text(self, text: str, seen: Seen) -> None:
        if seen.words:
            self._offers.words(seen.words[0])
        else:
            self._offers.text(text)

    # What was done

    def _on_progressed(self, job_id: str, progress: Progress) -> None:
        project = self._importing.get(job_id)
        if project is None or not isinstance(progress.result, Run):
            return
        if project is self._desk.projects.project:
            self._desk.history.add(progress.result)

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if state.is_final:
            self._importing.pop(job_id, None)

    def _on_imported(self, done: Imported) -> None:
        n = len(done.runs)
        if done.problems:
            template = N_("Imported pictures: {n}. Left out: {left}. {first}")
            values = {"n": n, "left": len(done.problems), "first": done.problems[0]}
            self._say(message(template, **values), Level.ATTENTION)
        elif done.known:
            template = N_("Imported pictures: {n}. In the project already: {known}.")
            self._say(message(template, n=n, known=done.known))
        else:
            self._say(message(N_("Imported pictures: {n}."), n=n))
        self.imported.emit(done)

    def _on_styles(self, done: AddedStyles) -> None:
        if done.added:
            text = message(N_("New styles: {n}."), n=done.added)
            if done.renamed:
                template = N_("New styles: {n}. Under a new name, as theirs was taken: {renamed}.")
                text = message(template, n=done.added, renamed=done.renamed)
            self._say(text)
            self._rescan()
        else:
            self._say(message(N_("These styles are here already.")))
        self.styles_added.emit(done)

    def _on_saved(self, path: Path) -> None:
        self._say(message(N_("Saved as {path}"), path=path))

    def _tell_model(self, recipe: Recipe, match: Match) -> None:
        digest = str(recipe.facts.get("Model hash", "") or recipe.facts.get("model_hash", ""))[:12]
        draft = self._desk.draft
        ours = self._desk.catalog.model(draft.model)
        template = N_("The model {model} ({hash}) is not on this machine; {ours} stays chosen.")
        values = {"model": match.name, "hash": digest or "?", "ours": ours.title if ours else "?"}
        steps = (Step.OPEN_MODELS_FOLDER,)
        text = message(template, **values)
        self._desk.notices.tell(Notice(text, Level.ATTENTION, steps, topic="model"))

    def _on_opened(self, _opened: object) -> None:
        self.about = None

    # Helpers

    def _models(self) -> tuple[Model, ...]:
        return self._desk.catalog.supplies.models

    def _say(self, text: Message, level: Level = Level.INFO) -> None:
        self._desk.notices.tell(Notice(text, level, topic=TOPIC))
