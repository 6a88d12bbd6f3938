"""Texts that are nearly the same are found by an index, the nearest first."""

from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import migrations
from django.db.models import Q
from django.db.models.functions import Left

ALIKE = OpClass(Left("text", 2000), name="gist_trgm_ops(siglen=256)")
SEALED = GistIndex(ALIKE, name="redaction_alike", condition=Q(removes=True))


class Migration(migrations.Migration):
    dependencies = [("consultations", "0036_settled_desk_is_fixed"), ("operations", "0010_search_entry")]

    operations = [
        migrations.AddIndex(model_name="contribution", index=GistIndex(ALIKE, name="contribution_alike")),
        migrations.AddIndex(model_name="redaction", index=SEALED),
    ]
