import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("seen_at", models.DateTimeField(verbose_name="last seen at")),
            ],
            options={
                "verbose_name": "heartbeat",
                "verbose_name_plural": "heartbeats",
                "constraints": [models.UniqueConstraint(fields=("name",), name="heartbeat_one_per_name")],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("content_type", models.CharField(max_length=100, verbose_name="kind of content")),
                ("size", models.PositiveBigIntegerField(verbose_name="size (bytes)")),
                ("file", models.FileField(max_length=200, upload_to="", verbose_name="file")),
                ("purpose", models.CharField(default="private", max_length=60, verbose_name="purpose")),
                ("is_public", models.BooleanField(default=False, verbose_name="public")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="stored at"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stored_files",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "stored file",
                "verbose_name_plural": "stored files",
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=100, verbose_name="kind")),
                ("dedupe_key", models.CharField(max_length=200, verbose_name="key against doubles")),
                ("payload", models.JSONField(default=dict, verbose_name="payload (ids only)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("attempts_allowed", models.PositiveIntegerField(default=3, verbose_name="attempts allowed")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="lease until")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                ("progress_done", models.PositiveIntegerField(default=0, verbose_name="progress")),
                ("progress_total", models.PositiveIntegerField(default=0, verbose_name="progress, whole")),
                ("failure", models.TextField(blank=True, verbose_name="reason of failure")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="requested at"
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
                (
                    "result_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="operations.storedfile",
                        verbose_name="result",
                    ),
                ),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SuppressionPattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("scope", models.CharField(max_length=200, verbose_name="scope")),
                ("pattern", models.JSONField(verbose_name="pattern")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "audited_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="audited at"
                    ),
                ),
            ],
            options={
                "verbose_name": "suppression pattern",
                "verbose_name_plural": "suppression patterns",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "scope", "version"), name="suppression_pattern_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(default=0, verbose_name="sequence")),
                ("role", models.CharField(blank=True, max_length=100, verbose_name="role")),
                ("action", models.CharField(max_length=100, verbose_name="deed")),
                ("subject_type", models.CharField(max_length=100, verbose_name="kind of subject")),
                ("subject_id", models.CharField(max_length=64, verbose_name="key of subject")),
                ("subject_label", models.CharField(max_length=300, verbose_name="subject")),
                ("before", models.JSONField(default=dict, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="happened on")),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                ("source_document", models.CharField(blank=True, max_length=300, verbose_name="source document")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="recorded at"
                    ),
                ),
                ("prev_hash", models.CharField(default="", max_length=64, verbose_name="previous hash")),
                ("hash", models.CharField(default="", max_length=64, verbose_name="hash")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="actor",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [models.Index(fields=["subject_type", "subject_id"], name="event_by_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("sequence",), name="event_sequence_once"),
                    models.UniqueConstraint(fields=("prev_hash",), name="event_has_one_successor"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_back_entry", False),
                            models.Q(models.Q(("source_document", ""), _negated=True), ("happened_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="event_back_entry_names_source",
                        violation_error_message="What is entered afterwards names its date and its source document.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=100, verbose_name="kind")),
                ("dedupe_key", models.CharField(max_length=200, verbose_name="key against doubles")),
                (
                    "address",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address, without an account"),
                ),
                ("language", models.CharField(default="sq", max_length=2, verbose_name="language")),
                ("payload", models.JSONField(default=dict, verbose_name="payload (ids only)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("attempts_allowed", models.PositiveIntegerField(default=5, verbose_name="attempts allowed")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="lease until")),
                ("failure", models.TextField(blank=True, verbose_name="reason of failure")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="written at"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outgoing_messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "outgoing message",
                "verbose_name_plural": "outgoing messages",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dedupe_key",), name="message_written_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "sending", "sent", "failed"])),
                        name="message_state_known",
                        violation_error_message="This state of a message is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ("sq", "en"))),
                        name="message_language_known",
                        violation_error_message="A message is written in Albanian or English.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient__isnull", True), ("address", ""), _connector="OR"),
                        name="message_has_one_recipient",
                        violation_error_message="A message goes to an account or to an address, not to both.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="stored_file_hash_is_hexadecimal",
                violation_error_message="The hash of a file has 64 hexadecimal digits.",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "running"])),
                fields=["state", "lease_until"],
                name="job_unfinished",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("dedupe_key",), name="job_asked_for_once"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "running", "done", "failed"])),
                name="job_state_known",
                violation_error_message="This state of a job is not known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "running"), _negated=True), ("lease_until__isnull", False), _connector="OR"
                ),
                name="job_running_has_lease",
                violation_error_message="A running job has a lease.",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts__lte", models.F("attempts_allowed"))),
                name="job_attempts_within_allowed",
                violation_error_message="A job is not tried more often than allowed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True),
                    models.Q(("failure", ""), _negated=True),
                    _connector="OR",
                ),
                name="job_failed_says_why",
                violation_error_message="A failed job says why.",
            ),
        ),
    ]
