"""The mayor's orders that create the working group."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from socialplan.acts.guards import both, document_of_version, only_added, withdrawable

GUARDS = both(
    only_added("workinggrouporder"),
    document_of_version("workinggrouporder"),
    withdrawable("working_group", "workinggrouporder"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("socialplan", "0039_withdrawals_without_columns_of_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkingGroupOrder",
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
                ("number", models.CharField(max_length=40, verbose_name="order number")),
                (
                    "members",
                    models.TextField(
                        help_text="One office or post a line; no names of persons.",
                        max_length=5000,
                        verbose_name="members by office",
                    ),
                ),
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
                        related_name="working_group_orders",
                        to="socialplan.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "order on the working group",
                "verbose_name_plural": "orders on the working group",
                "ordering": ("happened_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="workinggrouporder_has_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("members", ""), _negated=True), name="workinggrouporder_has_members"
                    ),
                ],
            },
        ),
        migrations.RunSQL(*GUARDS),
    ]
