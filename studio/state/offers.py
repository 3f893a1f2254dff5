"""What is offered for each kind of thing that was dropped: a sentence with the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.model import Model
from studio.core.text import N_, message
from studio.state.notices import Level, Notice, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from studio.core.addition import Addition
    from studio.core.text import Message
    from studio.state.desk import Desk
    from studio.state.drops import Drops
    from studio.tasks.foreign import SeenPicture, SeenWords
    from studio.tasks.look_at_drop import SeenModel

TOPIC = "drop"


class Offers:
    """Tells notices whose steps call `Drops`."""

    def __init__(self, desk: Desk, drops: Drops) -> None:
        self._desk = desk
        self._drops = drops

    def text(self, text: str) -> None:
        """Offer plain words."""

        def act(step: Step) -> None:
            if step is Step.USE_PROMPT:
                self._desk.draft.prompt = text.strip()

        told = message(N_("This text can become the prompt: {text}"), text=f"{text.strip():.80}")
        self._offer(told, (Step.USE_PROMPT,), act)

    def picture(self, picture: SeenPicture) -> None:
        """Offer what a picture says, or what can be done with one that says nothing."""
        recipe, model = picture.recipe, picture.match
        if recipe is None or picture.found is None:
            self._plain(picture)
            return

        def act(step: Step) -> None:
            match step:
                case Step.USE_ALL:
                    self._drops.use_all(recipe, model)
                case Step.USE_PROMPT:
                    self._drops.use_prompt(recipe)
                case Step.ABOUT_PICTURE:
                    self._drops.about_asked.emit()
                case _:
                    pass

        values = {"name": picture.name, "program": message(picture.found.format.title)}
        text = message(N_("{name} says what made it ({program})."), **values)
        if model.name and not model.key:
            template = N_("{name} says what made it ({program}). Its model {model} is not here.")
            text = message(template, **values, model=model.name)
        steps = (Step.USE_ALL, Step.USE_PROMPT, Step.ABOUT_PICTURE, Step.ONLY_LOOK)
        self._offer(text, steps, act)

    def _plain(self, picture: SeenPicture) -> None:
        def act(step: Step) -> None:
            match step:
                case Step.IMPORT_PICTURES:
                    self._drops.import_shown()
                case Step.START_FROM:
                    self._drops.start_from_shown()
                case _:
                    pass

        text = message(N_("{name} does not say what made it."), name=picture.name)
        if picture.problem:
            template = N_("{name} is fine, but what it says of itself is not. {problem}")
            text = message(template, name=picture.name, problem=picture.problem)
        steps = (Step.IMPORT_PICTURES, Step.START_FROM, Step.ONLY_LOOK)
        self._offer(text, steps, act)

    def many(self, files: tuple[Path, ...]) -> None:
        """Offer to import several pictures."""

        def act(step: Step) -> None:
            if step is Step.IMPORT_PICTURES:
                self._drops.import_pictures(files)

        text = message(N_("{n} pictures. The first is on the canvas."), n=len(files))
        self._offer(text, (Step.IMPORT_PICTURES, Step.ONLY_LOOK), act)

    def words(self, words: SeenWords) -> None:
        """Offer what a text says."""
        recipe = words.found.recipe

        def act(step: Step) -> None:
            if step is Step.USE_ALL:
                self._drops.use_all(recipe, words.match)
            elif step is Step.USE_PROMPT:
                self._drops.use_prompt(recipe)

        program = message(words.found.format.title)
        text = message(N_("This text says how to make a picture ({program})."), program=program)
        self._offer(text, (Step.USE_ALL, Step.USE_PROMPT), act)

    def model(self, seen: SeenModel) -> None:
        """Say what a model file is, and offer what can be done with it."""
        name = seen.path.name
        if seen.problem:
            text = message(N_("{name} cannot be used. {problem}"), name=name, problem=seen.problem)
            steps: tuple[Step, ...] = (Step.CONVERT,) if seen.pickle else ()
        elif seen.is_folder:
            text = message(N_("Models were found in {path}."), path=seen.path)
            steps = (Step.SEARCH_FOLDER,)
        else:
            text = self._named(name, seen.model)
            steps = (Step.SEARCH_FOLDER,)

        def act(step: Step) -> None:
            if step is Step.CONVERT and seen.pickle:
                self._desk.conversions.start(seen.pickle)
            elif step is Step.SEARCH_FOLDER:
                self._search(seen.path if seen.is_folder else seen.path.parent)

        self._offer(text, (*steps, Step.OPEN_MODELS_FOLDER), act)

    def _named(self, name: str, model: Model | Addition | None) -> Message:
        families = self._desk.catalog.supplies.families
        if isinstance(model, Model) and model.family:
            family = families.get(model.family)
            template = N_("{name} is a model of the kind {family}.")
            return message(template, name=name, family=family.title if family else "?")
        if model is None:
            return message(N_("{name} is of no use alone."), name=name)
        return message(N_("{name} is a part that models can be given."), name=name)

    def _search(self, folder: Path) -> None:
        """Search a folder for models from now on."""
        known = self._desk.memory.settings.models_folders
        if str(folder) not in known:
            self._desk.preferences.choose("models_folders", (*known, str(folder)))

    def _offer(self, text: Message, steps: tuple[Step, ...], act: Callable[[Step], None]) -> None:
        self._desk.notices.tell(Notice(text, Level.INFO, steps, act, TOPIC))
