"""What the settings file says reaches the parts that it is about."""

from __future__ import annotations

from studio import app
from studio.core.paths import config_folder
from studio.core.settings import Settings, open_settings
from studio.engine.client import WorkerEngine


def test_the_chosen_threads_reach_the_worker(monkeypatch, open_studio):
    makes = []

    class IdleEngine(WorkerEngine):
        def __init__(self, make):
            makes.append(make)
            super().__init__(make)

        def start(self):
            pass

    monkeypatch.setattr(app, "WorkerEngine", IdleEngine)
    open_settings(config_folder()).save(Settings(cpu_threads=3))
    open_studio(engine=None)
    assert makes[0]().threads == 3


def test_the_chosen_folders_are_searched_for_models(open_studio, models):
    open_settings(config_folder()).save(Settings(models_folders=(str(models),)))
    studio = open_studio(models=())
    assert "scripted" in {model.key for model in studio.session.desk.catalog.supplies.models}
