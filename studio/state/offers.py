"""What is offered for each kind of thing that was dropped: a sentence with the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.text import N_, message
from studio.state.notices import Level, Notice, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
        """Say what a model file is, and where it belongs."""
        name = seen.path.name
        if seen.problem:
            text = message(N_("{name} cannot be used. {problem}"), name=name, problem=seen.problem)
        else:
            family = self._desk.catalog.supplies.families.get(
                seen.model.family if seen.model else ""
            )
            template = N_("{name} is a model of the kind {family}. Put it into the models folder.")
            text = message(template, name=name, family=family.title if family else "?")
        steps = (Step.OPEN_MODELS_FOLDER,)
        self._desk.notices.tell(Notice(text, Level.INFO, steps, topic=TOPIC))

    def _offer(self, text: Message, steps: tuple[Step, ...], act: Callable[[Step], None]) -> None:
        self._desk.notices.tell(Notice(text, Level.INFO, steps, act, TOPIC))
