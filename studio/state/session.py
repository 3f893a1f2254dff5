"""The studio's state as a whole: what is open, what is asked for, what came back."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studio.core import paths
from studio.core.request import Request
from studio.core.task import SIGHT_LANE
from studio.core.text import N_, message
from studio.state.browsing import Browsing
from studio.state.candidates import Candidates
from studio.state.comparing import Comparison
from studio.state.drops import Drops
from studio.state.generation import Generation, tell_paused
from studio.state.keeping import Keeping
from studio.state.leaving import Leaving
from studio.state.levels import Levels
from studio.state.notices import Level, Notice, Step
from studio.state.part_pictures import PartPictures
from studio.state.sources import Sources
from studio.state.variations import Variations
from studio.tasks.find_supplies import FindSupplies, LookUpEffects, Supplies
from studio.tasks.import_modules import ImportModules

if TYPE_CHECKING:
    from studio.core.errors import StudioError
    from studio.core.job import JobState, Progress
    from studio.core.model import Model
    from studio.core.work import Entry
    from studio.state.ai_reporting import AiReporting
    from studio.state.desk import Desk
    from studio.state.explaining import Explaining
    from studio.state.exports import Exports
    from studio.state.verifying import Verifying
    from studio.tasks.open_project import Opened

SEEING_MODULES = ("numpy", "PIL.Image", "PIL.WebPImagePlugin", "PIL.PngImagePlugin")
LATE_MODULES = (
    "studio.state.exports",
    "studio.core.prompt.highlight",
    "studio.core.prompt.editing",
    "studio.core.prompt.checking",
    "studio.core.prompt.completing",
    "studio.tasks.prepare_requests",
    "studio.tasks.look_at_drop",
    "studio.tasks.queueable.pictures",
)
STYLES = "styles"  # the kind of entry that measures them


class Session(QObject):
    """Ties the parts together; the window reads the parts and calls what they offer."""

    def __init__(self, desk: Desk, models: tuple[Path, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.models = models
        self.generation = Generation(desk, self)
        self.browsing = Browsing(desk, self)
        self.levels = Levels(desk.jobs, desk.errands, self)
        self.comparison = Comparison(desk, self.browsing, self)
        self.candidates = Candidates(desk.history, self.browsing, self)
        self.keeping = Keeping(desk, self)
        self.leaving = Leaving(desk, self.keeping, self)
        self.sources = Sources(desk, self)
        self.part_pictures = PartPictures(desk, self.sources, self)
        self.drops = Drops(desk, self.sources, self.look_for_supplies, self)
        self.variations = Variations(desk, self.generation, self)
        self.generation.run_added.connect(self.browsing.note_made)
        self.generation.show_requested.connect(self.browsing.show)
        self.generation.could_not_save.connect(self.keeping.keep)
        self.generation.gave_up.connect(self.browsing.drop_preview)
        self._look = ""
        desk.jobs.progressed.connect(self._on_progressed)
        desk.jobs.changed.connect(self._on_changed)
        desk.projects.opened.connect(self._on_opened)
        desk.preferences.folders_changed.connect(self.look_for_supplies)
        desk.conversions.converted.connect(self.look_for_supplies)
        desk.draft.model_changed.connect(lambda _key: self._look_up_effects())
        desk.work.ended.connect(self._on_ended)
        self._restore()
        self._write_soon = QTimer(self, singleShot=True)
        self._write_soon.timeout.connect(self.remember)
        desk.draft.edited.connect(self._remember_soon)
        self.generation.submitted.connect(self.remember)
        self.generation.queued.connect(desk.prompts.note_all)

    @cached_property
    def exports(self) -> Exports:
        """Many pictures on their way out; made when somebody takes some out."""
        from studio.state.exports import Exports

        return Exports(self.desk, self)

    @cached_property
    def ai_reporting(self) -> AiReporting:
        """What the project was made with; made when somebody asks."""
        from studio.state.ai_reporting import AiReporting

        return AiReporting(self.desk, self)

    @cached_property
    def verifying(self) -> Verifying:
        """Whether pictures can still be drawn as they are; made when somebody asks."""
        from studio.state.verifying import Verifying

        return Verifying(self.desk, self)

    @cached_property
    def explaining(self) -> Explaining:
        """Where the words of pictures act; made when somebody asks."""
        from studio.state.explaining import Explaining

        return Explaining(self.desk, self)

    def start(self, project: Path | None = None) -> None:
        """Open the project of last time, then look for models and styles."""
        self.desk.errands.run(ImportModules(SEEING_MODULES, SIGHT_LANE))
        recent = self.desk.memory.remembered.projects
        root = project or (Path(recent[0]) if recent else paths.default_project())
        self.desk.projects.open(root, create=not recent or root == paths.default_project())
        self.look_for_supplies()
        self.desk.work.open(paths.config_folder())
        self.desk.library.start()
        self.get_ready()

    def get_ready(self) -> None:
        """Import early what the window does without until it is used."""
        self.desk.errands.run(ImportModules(LATE_MODULES))
        self.desk.prompts.open(self.desk.errands)
        self.desk.pace.open(self.desk.errands)

    def look_for_supplies(self) -> None:
        """Read the folders of models, styles and wildcards again."""
        settings = self.desk.memory.settings
        task = FindSupplies(
            (*self.models, *map(Path, settings.models_folders)),
            (*paths.styles_folders(), *map(Path, settings.styles_folders)),
            (*paths.wildcards_folders(), *map(Path, settings.wildcards_folders)),
            (*paths.additions_folders(), *map(Path, settings.additions_folders)),
        )
        self._look = self.desk.errands.run(task, self._on_supplies, self._on_no_supplies)

    def remember(self) -> None:
        """Keep what is being written for the next start, even if the power fails before."""
        self._write_soon.stop()
        draft, settings = self.desk.draft, self.desk.memory.settings
        written = draft.request() if settings.keep_draft else Request("")
        self.desk.memory.remember(draft=written, seed_locked=draft.seed_locked)
        self.desk.memory.save()

    def _remember_soon(self) -> None:
        self._write_soon.start(self.desk.memory.settings.draft_after_s * 1000)

    def _restore(self) -> None:
        remembered = self.desk.memory.remembered
        self.desk.draft.load(remembered.draft)
        self.desk.draft.seed_locked = remembered.seed_locked

    def _on_supplies(self, supplies: Supplies) -> None:
        self.desk.catalog.take(supplies)
        draft = self.desk.draft
        if supplies.models and not self.desk.catalog.model(draft.model):
            draft.choose_model(supplies.models[0].key)
        draft.settle()
        self.desk.catalog.looked = True  # what waited for the models goes on now
        self._look_up_effects()
        self._tell_problems(supplies)

    def _on_progressed(self, job: str, progress: Progress) -> None:
        if job == self._look:
            self.desk.catalog.looking = progress

    def _on_changed(self, job: str, state: JobState) -> None:
        if job == self._look and state.is_final:
            self.desk.catalog.looking = None

    def _on_no_supplies(self, error: StudioError) -> None:
        self.desk.errands.tell(error)
        self.desk.catalog.looked = True

    def _look_up_effects(self) -> None:
        catalog = self.desk.catalog
        catalog.effects = {}
        model = catalog.model(self.desk.draft.model)
        if model:
            task = LookUpEffects(model, catalog.supplies.styles)
            self.desk.errands.run(task, done=partial(self._on_effects, model))

    def measure_styles(self) -> None:
        """Queue finding out which styles the open model knows; what was measured before stays."""
        from studio.tasks.queueable.styles import Styles, title_of  # not for the first sight

        model = self.desk.catalog.model(self.desk.draft.model)
        if model:
            entry = self.desk.work.add(STYLES, Styles(model.key), title_of(model), pieces=0)
            if self.desk.work.paused:
                tell_paused(self.desk, entry)

    def _on_ended(self, entry: Entry, _state: JobState) -> None:
        if entry.kind == STYLES:
            self._look_up_effects()

    def _on_effects(self, model: Model, effects: dict[str, bool]) -> None:
        if self.desk.catalog.model(self.desk.draft.model) == model:
            self.desk.catalog.effects = effects

    def _tell_problems(self, supplies: Supplies) -> None:
        if supplies.problems and self.desk.memory.settings.tell_problems:
            text = message(
                N_("{n} model files cannot be used. {first}"),
                n=len(supplies.problems),
                first=supplies.problems[0],
            )
            steps = (Step.OPEN_MODELS_FOLDER,)
            self.desk.notices.tell(Notice(text, Level.INFO, steps, topic="models"))
        for problem in supplies.style_problems[:1]:  # mend one, and the next shows up
            self.desk.notices.tell(Notice(problem, Level.INFO, topic="styles"))

    def _on_opened(self, _opened: Opened) -> None:
        self.desk.thumbnails.clear()
        self.browsing.selected = None
        self.desk.canvas.clear()
        self.desk.canvas.following = True
        self.browsing.show_newest()
