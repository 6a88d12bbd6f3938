from django.apps import AppConfig

from core.text.direction import mark_turns_in_names
from core.text.empty import count_invisible_as_empty


class CoreConfig(AppConfig):
    name = "core"

    def import_models(self) -> None:
        """Before any model is made: its fields take their validators when they are."""
        mark_turns_in_names()
        super().import_models()

    def ready(self) -> None:
        count_invisible_as_empty()
