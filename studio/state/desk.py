"""The parts of the studio's state, laid out so that each can find the others it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core import paths
from studio.state.canvas import CanvasState
from studio.state.catalog import Catalog
from studio.state.conversions import Conversions
from studio.state.dispatch import Means
from studio.state.draft import Draft
from studio.state.errands import Errands
from studio.state.hashing import BackgroundHashes
from studio.state.history import History
from studio.state.library import Library, Needs
from studio.state.memory import Memory
from studio.state.memory_estimate import MemoryEstimate
from studio.state.model_facts import ModelFacts
from studio.state.model_notes import ModelNotes
from studio.state.notices import Notices
from studio.state.pace import Pace
from studio.state.preferences import Preferences
from studio.state.programs import Programs
from studio.state.projects import Projects
from studio.state.prompt_history import PromptHistory
from studio.state.queue import JobList
from studio.state.queue_list import QueueList
from studio.state.style_pictures import StylePictures
from studio.state.thumbnails import Thumbnails
from studio.state.work import Work

if TYPE_CHECKING:
    from pathlib import Path

    from studio.engine.protocol import Engine
    from studio.jobs.service import JobService


@dataclass(frozen=True, eq=False)
class Desk:
    """Observable objects that live in the UI thread, one of each."""

    jobs: JobService
    engine: Engine
    notices: Notices
    errands: Errands
    memory: Memory
    preferences: Preferences
    catalog: Catalog
    facts: ModelFacts
    hashes: BackgroundHashes
    conversions: Conversions
    programs: Programs
    draft: Draft
    canvas: CanvasState
    thumbnails: Thumbnails
    history: History
    projects: Projects
    queue: JobList
    work: Work
    lines: QueueList
    library: Library
    prompts: PromptHistory
    pace: Pace
    room: MemoryEstimate
    style_pictures: StylePictures


def lay(jobs: JobService, engine: Engine, config: Path) -> Desk:
    """Make every part; the job service owns them, as far as Qt is concerned."""
    notices = Notices(jobs)
    errands = Errands(jobs, notices, jobs)
    remembered = Memory(config, notices, errands, jobs)
    catalog = Catalog(ModelNotes(config, notices, errands, jobs), jobs)
    facts = ModelFacts(jobs, errands, jobs)
    thumbnails = Thumbnails(jobs, jobs)
    draft = Draft(catalog, jobs)
    preferences = Preferences(remembered, notices, errands, jobs)
    projects = Projects(jobs, errands, notices, remembered, jobs)
    work = Work(Means(jobs, engine, errands, notices, catalog, projects), jobs)
    queue = JobList(jobs, work, jobs)
    history = History(thumbnails, jobs)
    cache = paths.cache_folder()
    needs = Needs(errands, notices, remembered, projects, history, config, cache)
    return Desk(
        jobs=jobs,
        engine=engine,
        notices=notices,
        errands=errands,
        memory=remembered,
        preferences=preferences,
        catalog=catalog,
        facts=facts,
        hashes=BackgroundHashes(jobs, errands, catalog, facts, remembered),
        conversions=Conversions(jobs, errands, notices),
        programs=Programs(catalog, errands, remembered, preferences, jobs),
        draft=draft,
        canvas=CanvasState(jobs),
        thumbnails=thumbnails,
        history=history,
        projects=projects,
        queue=queue,
        work=work,
        lines=QueueList(jobs, queue, work, jobs),
        library=Library(needs, jobs),
        prompts=PromptHistory(config, notices, jobs),
        pace=Pace(config, jobs, draft, notices, jobs),
        room=MemoryEstimate(draft, catalog, remembered, errands, engine, jobs),
        style_pictures=StylePictures(catalog, errands, remembered, jobs),
    )
