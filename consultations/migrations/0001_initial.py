import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("assessments", "0001_initial"),
        ("municipality", "0001_initial"),
        ("operations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="published on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ConsultationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("focus_group", "Focus group"),
                            ("public_hearing", "Public hearing"),
                            ("survey", "Survey"),
                            ("bilateral", "Bilateral meeting"),
                            ("interview", "Semi-structured interview"),
                            ("written", "Written comments"),
                            ("working_group", "Working group meeting"),
                            ("validation", "Validation workshop"),
                            ("information", "Information session"),
                            ("committee", "Council committee hearing"),
                            ("forum", "Forum of an administrative unit"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="time")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Never the address of a shelter or of a private home.",
                        max_length=200,
                        verbose_name="place",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("sq", "Albanian"), ("en", "English"), ("other", "Another language")],
                        default="sq",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "facilitator_role",
                    models.CharField(
                        blank=True,
                        help_text="A function, not a name.",
                        max_length=200,
                        verbose_name="role of the facilitator",
                    ),
                ),
                (
                    "accessibility",
                    models.TextField(
                        blank=True,
                        help_text="Ramp, sign language, transport, child care, easy-read papers.",
                        max_length=2000,
                        verbose_name="accessibility offered",
                    ),
                ),
                (
                    "confidentiality",
                    models.CharField(
                        choices=[("public", "Public"), ("restricted", "Restricted"), ("counts_only", "Counts only")],
                        max_length=20,
                        verbose_name="confidentiality",
                    ),
                ),
                (
                    "privacy_reason",
                    models.TextField(
                        blank=True,
                        help_text="Only where a protected group is addressed and the event keeps more than counts. It stands in the history with your name.",
                        max_length=2000,
                        verbose_name="reason for less protection",
                    ),
                ),
                (
                    "privacy_reason_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="less protection: recorded at"
                    ),
                ),
                (
                    "minutes_public_sq",
                    models.TextField(blank=True, max_length=200000, verbose_name="minutes, public version (Albanian)"),
                ),
                (
                    "minutes_public_en",
                    models.TextField(blank=True, max_length=200000, verbose_name="minutes, public version (English)"),
                ),
                (
                    "minutes_internal",
                    models.TextField(
                        blank=True,
                        help_text="Read by staff only.",
                        max_length=200000,
                        verbose_name="minutes, internal version",
                    ),
                ),
                ("minutes_approved_on", models.DateField(blank=True, null=True, verbose_name="minutes approved on")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="consultation_events",
                        to="assessments.targetgroup",
                        verbose_name="groups addressed",
                    ),
                ),
                (
                    "privacy_reason_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="less protection: recorded by",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultation_events",
                        to="municipality.administrativeunit",
                        verbose_name="administrative unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation event",
                "verbose_name_plural": "consultation events",
                "ordering": ("held_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="submission key"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Web form"),
                            ("event", "Consultation event"),
                            ("paper", "Paper or post"),
                            ("email", "E-mail"),
                            ("oral", "Spoken"),
                        ],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("sq", "Albanian"), ("en", "English"), ("other", "Another language")],
                        default="sq",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("text", models.TextField(max_length=200000, verbose_name="text, in their own words")),
                (
                    "spoken_by",
                    models.CharField(
                        choices=[
                            ("resident", "Resident"),
                            ("organisation", "Organisation"),
                            ("provider", "Service provider"),
                            ("authority", "Public authority"),
                            ("expert", "Expert"),
                            ("undeclared", "Not declared"),
                        ],
                        default="undeclared",
                        max_length=20,
                        verbose_name="who spoke",
                    ),
                ),
                (
                    "consents_to_publish",
                    models.BooleanField(default=False, verbose_name="agrees to publication of the text"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("restricted", "Staff only"), ("public", "May be published")],
                        default="restricted",
                        max_length=20,
                        verbose_name="visibility",
                    ),
                ),
                (
                    "reference_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="digest of the reference code"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="digest of the text")),
                ("happened_on", models.DateField(verbose_name="received on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                ("source_document", models.CharField(blank=True, max_length=300, verbose_name="source document")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entered_contributions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="consultations.consultationevent",
                        verbose_name="event",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "verbose_name_plural": "contributions",
                "ordering": ("-recorded_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "coded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codings",
                        to="consultations.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "coding",
                "verbose_name_plural": "codings",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Disposition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("partly", "Partly accepted"),
                            ("not_accepted", "Not accepted"),
                            ("already_covered", "Already covered"),
                            ("outside_competence", "Outside the municipality's competence"),
                        ],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                ("reason_sq", models.TextField(blank=True, max_length=20000, verbose_name="reason (Albanian)")),
                ("reason_en", models.TextField(blank=True, max_length=20000, verbose_name="reason (English)")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="EventFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="consultations.consultationevent",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="operations.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an event",
                "verbose_name_plural": "files of events",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="PublishedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "disposition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_answer",
                        to="consultations.disposition",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="consultations.answerpublication",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("text_sq", models.TextField(max_length=20000, verbose_name="text (Albanian)")),
                ("text_en", models.TextField(blank=True, max_length=20000, verbose_name="text (English)")),
                (
                    "contributions",
                    models.ManyToManyField(
                        related_name="recommendations", through="consultations.Coding", to="consultations.contribution"
                    ),
                ),
                (
                    "needs",
                    models.ManyToManyField(
                        blank=True, related_name="recommendations", to="assessments.need", verbose_name="needs"
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation",
                "verbose_name_plural": "recommendations",
                "ordering": ("code", "pk"),
            },
        ),
        migrations.AddField(
            model_name="disposition",
            name="recommendation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispositions",
                to="consultations.recommendation",
            ),
        ),
        migrations.AddField(
            model_name="coding",
            name="recommendation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="codings", to="consultations.recommendation"
            ),
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("listening", "Listening"),
                            ("draft_plan", "Consultation of the draft plan"),
                            ("feedback", "Feedback of results"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("open", "Open"),
                            ("closed", "Closed"),
                            ("answered", "Answered"),
                            ("reported", "Reported back"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "about_sq",
                    models.TextField(blank=True, max_length=20000, verbose_name="what it is about (Albanian)"),
                ),
                (
                    "about_en",
                    models.TextField(blank=True, max_length=20000, verbose_name="what it is about (English)"),
                ),
                (
                    "notice_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="date of the notice"),
                ),
                ("closes_on", models.DateField(blank=True, editable=False, null=True, verbose_name="last day")),
                (
                    "working_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty means the statutory period. A longer period needs the recorded decision.",
                        null=True,
                        verbose_name="length in working days",
                    ),
                ),
                (
                    "complexity_decision_no",
                    models.CharField(blank=True, max_length=60, verbose_name="decision on the longer period: number"),
                ),
                (
                    "complexity_decision_on",
                    models.DateField(blank=True, null=True, verbose_name="decision on the longer period: date"),
                ),
                (
                    "draft_sq",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="draft and accompanying documents (Albanian)"
                    ),
                ),
                (
                    "draft_en",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="draft and accompanying documents (English)"
                    ),
                ),
                (
                    "reasons_sq",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="reasons and expected impact (Albanian)"
                    ),
                ),
                (
                    "reasons_en",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="reasons and expected impact (English)"
                    ),
                ),
                (
                    "manner_sq",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="place and manner of sending (Albanian)"
                    ),
                ),
                (
                    "manner_en",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="place and manner of sending (English)"
                    ),
                ),
                (
                    "meetings_sq",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="place and date of public meetings (Albanian)"
                    ),
                ),
                (
                    "meetings_en",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="place and date of public meetings (English)"
                    ),
                ),
                (
                    "coordinator_contact",
                    models.CharField(
                        blank=True,
                        help_text="The office's address, telephone and hours; no private contact.",
                        max_length=300,
                        verbose_name="contact of the coordinator",
                    ),
                ),
                (
                    "register_reference",
                    models.CharField(
                        blank=True,
                        help_text="Number or address.",
                        max_length=300,
                        verbose_name="entry in the electronic register",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="assessments.assessment",
                        verbose_name="needs assessment",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="rounds",
                        to="assessments.targetgroup",
                        verbose_name="groups addressed",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation round",
                "verbose_name_plural": "consultation rounds",
                "ordering": ("-notice_on", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="recommendation",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="consultations.round",
                verbose_name="round",
            ),
        ),
        migrations.CreateModel(
            name="FeedbackEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("in_person", "Told in person"),
                            ("phone", "Telephone"),
                            ("post", "Post"),
                            ("meeting", "Meeting"),
                            ("website", "Website"),
                        ],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                (
                    "content",
                    models.TextField(
                        help_text="The matter, without names of persons.",
                        max_length=5000,
                        verbose_name="what they were told",
                    ),
                ),
                ("informed_on", models.DateField(verbose_name="informed on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_entries",
                        to="consultations.contribution",
                        verbose_name="contribution",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.targetgroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_entries",
                        to="consultations.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback given",
                "verbose_name_plural": "feedback given",
                "ordering": ("informed_on", "pk"),
            },
        ),
        migrations.AddField(
            model_name="contribution",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="consultations.round",
                verbose_name="round",
            ),
        ),
        migrations.AddField(
            model_name="consultationevent",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="consultations.round",
                verbose_name="round",
            ),
        ),
        migrations.AddField(
            model_name="answerpublication",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer_publications",
                to="consultations.round",
            ),
        ),
        migrations.CreateModel(
            name="RoundExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField(verbose_name="last day until then")),
                ("to_day", models.DateField(verbose_name="new last day")),
                ("decision_no", models.CharField(max_length=60, verbose_name="number of the decision")),
                ("decision_on", models.DateField(verbose_name="date of the decision")),
                ("reason", models.TextField(max_length=5000, verbose_name="reason")),
                ("notified_on", models.DateField(verbose_name="interested parties notified on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="consultations.round",
                    ),
                ),
            ],
            options={
                "ordering": ("recorded_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RoundStateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                ("from_state", models.CharField(max_length=40, verbose_name="from")),
                ("to_state", models.CharField(max_length=40, verbose_name="to")),
                ("comment", models.TextField(blank=True, max_length=5000, verbose_name="comment")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="legal date")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="consultations.round",
                    ),
                ),
            ],
            options={
                "ordering": ("recorded_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="UniquePerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("person_key", models.CharField(editable=False, max_length=64, unique=True, verbose_name="pseudonym")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cso", "Members of local organisations"),
                            ("authority", "Representatives of local authorities"),
                        ],
                        max_length=20,
                        verbose_name="counts as",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[("women", "Women"), ("men", "Men"), ("undeclared", "Undeclared")],
                        default="undeclared",
                        max_length=12,
                        verbose_name="sex",
                    ),
                ),
                ("consented_on", models.DateField(verbose_name="agreed on")),
            ],
            options={
                "verbose_name": "engaged person",
                "verbose_name_plural": "engaged persons",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cso", "authority"])),
                        name="unique_person_kind_known",
                        violation_error_message="This value does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["women", "men", "undeclared"])),
                        name="unique_person_sex_known",
                        violation_error_message="This value does not exist.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendeeName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("organisation_name", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                ("position", models.CharField(blank=True, max_length=200, verbose_name="function")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact")),
                ("consents_to_list", models.BooleanField(default=False, verbose_name="agrees to be on the list")),
                ("consents_to_photo", models.BooleanField(default=False, verbose_name="agrees to photographs")),
                ("consents_to_quotation", models.BooleanField(default=False, verbose_name="agrees to be quoted")),
                (
                    "consents_to_contact",
                    models.BooleanField(default=False, verbose_name="agrees to be contacted with feedback"),
                ),
                ("erase_on", models.DateField(verbose_name="erase on")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendee_names",
                        to="consultations.consultationevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendee",
                "verbose_name_plural": "attendees",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("consents_to_list", True)),
                        name="attendee_consented_to_list",
                        violation_error_message="Nobody is put on the list without agreeing to it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("women", "Women"), ("men", "Men"), ("undeclared", "Undeclared")],
                        max_length=12,
                        verbose_name="sex",
                    ),
                ),
                (
                    "participant_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cso", "Local organisations"),
                            ("authority", "Local authorities"),
                            ("state_agency", "State agencies"),
                            ("provider", "Service providers"),
                            ("community", "Members of the community"),
                            ("expert", "Experts"),
                            ("media", "Media"),
                        ],
                        max_length=20,
                        verbose_name="kind of participant",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="persons")),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.targetgroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipality.administrativeunit",
                        verbose_name="administrative unit",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="consultations.consultationevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "sex", "participant_type", "group", "unit"),
                        name="attendance_cell_once",
                        nulls_distinct=False,
                        violation_error_message="This figure has already been entered for the event.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("group", None), ("participant_type", ""), ("sex", ""), ("unit", None), _negated=True
                        ),
                        name="attendance_cell_names_something",
                        violation_error_message="A count says whom it counts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["", "women", "men", "undeclared"])),
                        name="attendance_sex_known",
                        violation_error_message="This value does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "participant_type__in",
                                ["", "cso", "authority", "state_agency", "provider", "community", "expert", "media"],
                            )
                        ),
                        name="attendance_participant_type_known",
                        violation_error_message="This value does not exist.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContributionContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "consents_to_feedback",
                    models.BooleanField(default=False, verbose_name="agrees to be told the answer"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "contribution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact",
                        to="consultations.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact of a contributor",
                "verbose_name_plural": "contacts of contributors",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("consents_to_feedback", True), _connector="OR"),
                        name="contribution_contact_email_with_consent",
                        violation_error_message="An e-mail address is kept only to send the answer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=5000, verbose_name="reason")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "coded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contribution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="no_proposal",
                        to="consultations.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution without a proposal",
                "verbose_name_plural": "contributions without a proposal",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="no_proposal_has_reason",
                        violation_error_message="Say why the contribution contains no proposal.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="disposition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer__in", ["accepted", "partly", "not_accepted", "already_covered", "outside_competence"])
                ),
                name="disposition_answer_known",
                violation_error_message="This value does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disposition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer", "accepted"), models.Q(("reason_sq", ""), _negated=True), _connector="OR"
                ),
                name="disposition_reason_unless_accepted",
                violation_error_message="Every answer but “accepted” needs a reason in Albanian.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.UniqueConstraint(
                fields=("recommendation", "contribution"),
                name="coding_once",
                violation_error_message="This contribution is already part of the recommendation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "open", "closed", "answered", "reported"])),
                name="round_state_known",
                violation_error_message="This state does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_on", None),
                    ("notice_on", None),
                    ("closes_on__gte", models.F("notice_on")),
                    _connector="OR",
                ),
                name="round_notice_before_close",
                violation_error_message="A round cannot close before its notice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "planned"), ("notice_on__isnull", False), _connector="OR"),
                name="round_published_has_notice_date",
                violation_error_message="A published round has the date of its notice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "draft_plan"), _negated=True),
                    ("state", "planned"),
                    ("closes_on__isnull", False),
                    _connector="OR",
                ),
                name="round_statutory_close_known",
                violation_error_message="The consultation of a draft has a last day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("complexity_decision_no", ""), ("complexity_decision_on", None)),
                    models.Q(
                        models.Q(("complexity_decision_no", ""), _negated=True),
                        ("complexity_decision_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="round_complexity_decision_whole",
                violation_error_message="The decision on the longer period needs both its number and its date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(
                fields=("round", "code"),
                name="recommendation_code_once_per_round",
                violation_error_message="This code is already used in the round.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contribution__isnull", False),
                    ("organisation__isnull", False),
                    ("group__isnull", False),
                    _connector="OR",
                ),
                name="feedback_names_receiver",
                violation_error_message="Say who was informed: a contributor, an organisation or a group.",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["round", "-recorded_at"], name="contribution_round_newest"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="contribution_says_something",
                violation_error_message="A contribution needs a text.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility", "restricted"), ("consents_to_publish", True), _connector="OR"),
                name="contribution_public_only_with_consent",
                violation_error_message="A contribution is published only with consent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["web", "event", "paper", "email", "oral"])),
                name="contribution_channel_known",
                violation_error_message="This value does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "event"), _negated=True), ("event__isnull", False), _connector="OR"
                ),
                name="contribution_event_channel_has_event",
                violation_error_message="A contribution made at an event names the event.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_back_entry", False), models.Q(("source_document", ""), _negated=True), _connector="OR"
                ),
                name="contribution_back_entry_has_source",
                violation_error_message="What is entered afterwards names its source document.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confidentiality", "counts_only"), _negated=True),
                    ("minutes_internal", ""),
                    _connector="OR",
                ),
                name="event_counts_only_has_no_internal_minutes",
                violation_error_message="An event that keeps only counts has no internal minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidentiality__in", ["public", "restricted", "counts_only"])),
                name="event_confidentiality_known",
                violation_error_message="This value does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("privacy_reason", ""), ("privacy_reason_at", None), ("privacy_reason_by", None)),
                    models.Q(
                        models.Q(("privacy_reason", ""), _negated=True),
                        ("privacy_reason_at__isnull", False),
                        ("privacy_reason_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="event_privacy_reason_signed",
                violation_error_message="A reason for less protection is recorded with its author and its moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_day__gt", models.F("from_day"))),
                name="round_extension_lengthens",
                violation_error_message="An extension must end later than the present last day.",
            ),
        ),
    ]
