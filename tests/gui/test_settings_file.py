"""What the settings file says reaches the parts that it is about."""

from __future__ import annotations

import os
from functools import partial

from studio import app
from studio.core.paths import config_folder
from studio.core.settings import Settings, open_settings
from studio.engine.pool import Pool


def test_the_chosen_threads_and_device_reach_the_worker(monkeypatch, open_studio):
    makes = []

    class IdlePool(Pool):
        def __init__(self, make, device):
            makes.append(partial(make, device))
            super().__init__(make, device)

        def start(self):
            pass

    monkeypatch.setattr(app, "Pool", IdlePool)
    monkeypatch.setenv("STUDIO_DEVICE", "")
    open_settings(config_folder()).save(Settings(cpu_threads=3, draw_on="cpu"))
    open_studio(engine=None)
    assert makes[0]().threads == 3
    assert os.environ["STUDIO_DEVICE"] == "cpu"


def test_the_chosen_folders_are_searched_for_models(open_studio, models):
    open_settings(config_folder()).save(Settings(models_folders=(str(models),)))
    studio = open_studio(models=())
    assert "scripted" in {model.key for model in studio.session.desk.catalog.supplies.models}
