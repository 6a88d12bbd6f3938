"""The notices by which views are asked for before a plan is drafted."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from socialplan.acts.guards import both, counts_once, document_of_version, only_added, withdrawable

GUARDS = both(
    only_added("priornotice"),
    document_of_version("priornotice"),
    withdrawable("prior_notice", "priornotice"),
    counts_once("prior_notice", "priornotice", "version_id"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("socialplan", "0040_working_group_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PriorNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="date")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                ("source_document", models.CharField(blank=True, max_length=200, verbose_name="source document")),
                ("register_no", models.CharField(max_length=40, verbose_name="number in the electronic register")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="socialplan.versiondocument",
                        verbose_name="document",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prior_notices",
                        to="socialplan.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "prior notice",
                "verbose_name_plural": "prior notices",
                "ordering": ("happened_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("register_no", ""), _negated=True), name="priornotice_has_register_no"
                    ),
                ],
            },
        ),
        migrations.RunSQL(*GUARDS),
    ]
