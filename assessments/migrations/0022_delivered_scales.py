"""The steps that needs were weighed by until now, as rows of every installation."""

from typing import Any

from django.db import migrations

DELIVERED_STEPS = [
    ("severity", "1", "shqetësim që zgjidhet pa shërbim", "a worry that is settled without a service", 0),
    ("severity", "2", "jeta e përditshme bëhet më e vështirë", "daily life becomes harder", 25),
    ("severity", "3", "pa ndihmë gjendja keqësohet", "without help it gets worse", 50),
    ("severity", "4", "dëm i rëndë për shëndetin ose zhvillimin", "grave harm to health or development", 75),
    (
        "severity",
        "5",
        "rrezik për jetën ose lirinë, ose dëm i pakthyeshëm për një fëmijë",
        "danger to life or freedom, or irreversible harm to a child",
        100,
    ),
    ("legal_duty", "none", "pa detyrim ligjor", "no legal duty", 0),
    ("legal_duty", "shared", "detyrim i përbashkët", "shared duty", 50),
    ("legal_duty", "full", "detyrim i bashkisë", "duty of the municipality", 100),
]
SOURCE = {"source": "Metodika e vlerësimit të nevojave", "source_mark": "design"}


def deliver(apps: Any, schema_editor: Any) -> None:
    step = apps.get_model("assessments", "ScaleStep")
    fields = ("scale", "step", "name_sq", "name_en", "points")
    step.objects.bulk_create(step(**dict(zip(fields, row, strict=True)), **SOURCE) for row in DELIVERED_STEPS)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0021_scales_as_rows")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
