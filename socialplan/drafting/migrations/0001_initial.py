import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("content", "0001_initial"),
        ("operations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("parts", models.JSONField(verbose_name="text by headings")),
                ("left_out", models.JSONField(default=dict, verbose_name="left out")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_import",
                        to="operations.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "document to import",
                "verbose_name_plural": "documents to import",
                "ordering": ("-created_at",),
            },
        ),
        migrations.CreateModel(
            name="ContentEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cell", "one cell"),
                            ("paste", "a pasted block"),
                            ("add", "a new row"),
                            ("rename", "a title"),
                            ("move", "a move"),
                            ("remove", "a removal"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("changes", models.JSONField(verbose_name="changes")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "change in tree or matrix",
                "verbose_name_plural": "changes in tree or matrix",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("undone_at", None)),
                        fields=["version", "actor", "-id"],
                        name="contentedit_to_undo",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cell", "paste", "add", "rename", "move", "remove"])),
                        name="contentedit_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EditingHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("chapter", "chapter"),
                            ("goal", "strategic goal"),
                            ("objective", "specific objective"),
                            ("measure", "measure"),
                            ("indicator", "indicator"),
                            ("risk", "risk"),
                            ("budget", "cost and funding of a measure"),
                            ("links", "links of a measure"),
                            ("targets", "targets of an indicator"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("node_key", models.UUIDField(verbose_name="key")),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="opened at"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="held until")),
                ("draft", models.CharField(blank=True, max_length=40, verbose_name="opened page")),
                ("changed_since", models.DateTimeField(blank=True, null=True, verbose_name="first change")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="last change")),
                (
                    "revision_before",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="revision before"),
                ),
                ("revision", models.PositiveIntegerField(blank=True, null=True, verbose_name="revision")),
                ("before", models.JSONField(blank=True, null=True, verbose_name="before")),
                ("after", models.JSONField(blank=True, null=True, verbose_name="after")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "open place",
                "verbose_name_plural": "open places",
                "indexes": [models.Index(fields=["until"], name="editinghold_until")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "kind", "node_key", "user"), name="editinghold_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "chapter",
                                    "goal",
                                    "objective",
                                    "measure",
                                    "indicator",
                                    "risk",
                                    "budget",
                                    "links",
                                    "targets",
                                ],
                            )
                        ),
                        name="editinghold_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("after", None),
                                ("before", None),
                                ("changed_at", None),
                                ("changed_since", None),
                                ("revision", None),
                                ("revision_before", None),
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(
                                        ("revision__gt", models.F("revision_before")),
                                        ("revision_before__isnull", False),
                                    ),
                                    models.Q(("revision", None), ("revision_before", None)),
                                    _connector="OR",
                                ),
                                ("after__isnull", False),
                                ("before__isnull", False),
                                ("changed_at__isnull", False),
                                ("changed_since__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="editinghold_changes_whole",
                    ),
                ],
            },
        ),
    ]
