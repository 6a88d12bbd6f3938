import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("content", "0001_initial"),
        ("municipality", "0001_initial"),
        ("operations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Committee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("found", "read in the source"),
                            ("unverified", "general knowledge, to be checked by a lawyer"),
                            ("design", "choice of the municipality"),
                        ],
                        default="unverified",
                        max_length=12,
                        verbose_name="how sure",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        blank=True,
                        help_text="The office that checked it, not a person.",
                        max_length=200,
                        verbose_name="checked by (office)",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                ("is_active", models.BooleanField(default=True, verbose_name="exists today")),
            ],
            options={
                "verbose_name": "standing committee",
                "verbose_name_plural": "standing committees",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="PlanAddressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("found", "read in the source"),
                            ("unverified", "general knowledge, to be checked by a lawyer"),
                            ("design", "choice of the municipality"),
                        ],
                        default="unverified",
                        max_length=12,
                        verbose_name="how sure",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        blank=True,
                        help_text="The office that checked it, not a person.",
                        max_length=200,
                        verbose_name="checked by (office)",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                (
                    "seat",
                    models.CharField(
                        blank=True, help_text="Town, as it stands on the letter.", max_length=200, verbose_name="seat"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="receives the plan")),
            ],
            options={
                "verbose_name": "addressee of the plan",
                "verbose_name_plural": "addressees of the plan",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Complaint",
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
                ("number", models.CharField(max_length=40, verbose_name="number in the register")),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("head", "the head of the municipality"),
                            (
                                "commissioner",
                                "the Commissioner for the Right to Information and Protection of Personal Data",
                            ),
                        ],
                        max_length=16,
                        verbose_name="to whom",
                    ),
                ),
                (
                    "subject",
                    models.TextField(
                        help_text="In your own words, without the name of the complainant or of any other person.",
                        max_length=2000,
                        verbose_name="what it is about",
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
                        related_name="complaints",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ("happened_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ComplaintOutcome",
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
                (
                    "measures",
                    models.TextField(
                        help_text="What was corrected and told to the complainant; no names.",
                        max_length=5000,
                        verbose_name="measures taken",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="approval.complaint",
                        verbose_name="complaint",
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
            ],
            options={
                "verbose_name": "outcome of a complaint",
                "verbose_name_plural": "outcomes of complaints",
            },
        ),
        migrations.CreateModel(
            name="PrefectDeposit",
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
                ("protocol_no", models.CharField(max_length=40, verbose_name="protocol number of the municipality")),
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
                        related_name="deposits",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "deposit with the prefect",
                "verbose_name_plural": "deposits with the prefect",
            },
        ),
        migrations.CreateModel(
            name="VersionAttachment",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "minutes of the session"),
                            ("decision", "decision of the council (scan)"),
                            ("opinion", "opinion of an office"),
                            ("submission", "submission to the council"),
                            ("committee", "opinion of a committee"),
                            ("order", "order of the mayor"),
                            ("prefect", "letter to or from the prefect"),
                            ("return", "return by the mayor"),
                            ("publication", "proof of publication"),
                            ("letter", "letter to an addressee"),
                            ("other", "other document"),
                        ],
                        max_length=16,
                        verbose_name="kind of document",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="version_attachments",
                        to="operations.storedfile",
                        verbose_name="file",
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
                        related_name="papers",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a version",
                "verbose_name_plural": "documents of versions",
                "ordering": ("happened_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Publication",
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
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("website", "official website"),
                            ("notice_board", "place for public notices"),
                            ("register", "electronic register of law 146/2014"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="where",
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="address of the publication")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
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
                        related_name="publications",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
                "ordering": ("happened_on", "pk"),
            },
        ),
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
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "prior notice",
                "verbose_name_plural": "prior notices",
                "ordering": ("happened_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PrefectRegistration",
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
                (
                    "prefect_protocol_no",
                    models.CharField(max_length=40, verbose_name="protocol number of the prefect"),
                ),
                (
                    "deposit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="approval.prefectdeposit",
                        verbose_name="deposit",
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
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration by the prefect",
                "verbose_name_plural": "registrations by the prefect",
            },
        ),
        migrations.CreateModel(
            name="PrefectOpinion",
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
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("legal", "lawful"),
                            ("returned", "returned with reasons"),
                            ("court", "sent to the administrative court"),
                        ],
                        max_length=10,
                        verbose_name="what the prefect says",
                    ),
                ),
                ("letter_no", models.CharField(max_length=40, verbose_name="number of the letter")),
                ("reasons", models.TextField(blank=True, max_length=20000, verbose_name="reasons")),
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
                        related_name="prefect_opinions",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion of the prefect",
                "verbose_name_plural": "opinions of the prefect",
                "ordering": ("happened_on", "pk"),
            },
        ),
        migrations.AddField(
            model_name="prefectdeposit",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="approval.versionattachment",
                verbose_name="document",
            ),
        ),
        migrations.CreateModel(
            name="PlanDispatch",
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
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("letter", "letter"),
                            ("email", "e-mail"),
                            ("hand", "by hand"),
                            ("register", "electronic register"),
                        ],
                        default="letter",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("protocol_no", models.CharField(max_length=40, verbose_name="outgoing protocol number")),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="approval.planaddressee",
                        verbose_name="addressee",
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
                        related_name="dispatches",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter with the plan",
                "verbose_name_plural": "letters with the plan",
                "ordering": ("happened_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Opinion",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("legal", "legal"),
                            ("finance", "finance"),
                            ("gender", "gender equality"),
                            ("data_protection", "data protection"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("favourable", "favourable"),
                            ("with_remarks", "favourable with remarks"),
                            ("unfavourable", "unfavourable"),
                        ],
                        max_length=16,
                        verbose_name="opinion",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="reasons")),
                ("content_sha256", models.CharField(max_length=64, verbose_name="content hash")),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipality.office",
                        verbose_name="office",
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
                        related_name="opinions",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion",
                "verbose_name_plural": "opinions",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="MayorReturn",
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
                ("letter_no", models.CharField(max_length=40, verbose_name="number of the letter")),
                ("reasons", models.TextField(max_length=20000, verbose_name="reasons")),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mayor_return",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "return by the mayor",
                "verbose_name_plural": "returns by the mayor",
            },
        ),
        migrations.CreateModel(
            name="MayorOrder",
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
                        related_name="mayor_orders",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "order of the mayor",
                "verbose_name_plural": "orders of the mayor",
            },
        ),
        migrations.CreateModel(
            name="DispatchReceipt",
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
                (
                    "their_protocol_no",
                    models.CharField(max_length=40, verbose_name="protocol number of the addressee"),
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
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="approval.plandispatch",
                        verbose_name="letter",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt of a letter",
                "verbose_name_plural": "receipts of letters",
            },
        ),
        migrations.CreateModel(
            name="CouncilSubmission",
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
                ("protocol_no", models.CharField(max_length=40, verbose_name="protocol number")),
                ("content_sha256", models.CharField(max_length=64, verbose_name="content hash")),
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
                        related_name="submissions",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission to the council",
                "verbose_name_plural": "submissions to the council",
            },
        ),
        migrations.CreateModel(
            name="CouncilSession",
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
                ("meeting_on", models.DateField(verbose_name="day of the session")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ordinary", "ordinary"), ("extraordinary", "extraordinary")],
                        default="ordinary",
                        max_length=16,
                        verbose_name="kind of session",
                    ),
                ),
                ("called_by", models.CharField(blank=True, max_length=300, verbose_name="who called it, and why")),
                ("agenda_item", models.PositiveSmallIntegerField(verbose_name="item on the agenda")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
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
                        related_name="sessions",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "session of the council",
                "verbose_name_plural": "sessions of the council",
                "ordering": ("meeting_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CouncilDecision",
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
                ("number", models.CharField(max_length=20, verbose_name="decision number")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year of the decision")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("adopted", "adopted"),
                            ("amended", "adopted with amendments"),
                            ("confirmed", "confirmed after re-examination"),
                            ("rejected", "rejected"),
                            ("repealed", "repealed after re-examination"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats of the council")),
                ("quorum", models.PositiveSmallIntegerField(verbose_name="quorum")),
                ("present", models.PositiveSmallIntegerField(verbose_name="present")),
                ("votes_for", models.PositiveSmallIntegerField(verbose_name="for")),
                ("votes_against", models.PositiveSmallIntegerField(verbose_name="against")),
                ("abstained", models.PositiveSmallIntegerField(verbose_name="abstained")),
                ("did_not_vote", models.PositiveSmallIntegerField(verbose_name="did not vote")),
                ("majority_rule", models.CharField(max_length=40, verbose_name="majority rule applied")),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty only for decisions recorded before sessions were kept.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="approval.councilsession",
                        verbose_name="session",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of the council",
                "verbose_name_plural": "decisions of the council",
            },
        ),
        migrations.CreateModel(
            name="CommitteeOpinion",
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
                ("votes_for", models.PositiveSmallIntegerField(verbose_name="for")),
                ("votes_against", models.PositiveSmallIntegerField(verbose_name="against")),
                ("abstained", models.PositiveSmallIntegerField(verbose_name="abstained")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("favourable", "favourable"),
                            ("with_remarks", "favourable with remarks"),
                            ("unfavourable", "unfavourable"),
                        ],
                        max_length=16,
                        verbose_name="opinion",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="reasons")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="approval.committee",
                        verbose_name="committee",
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
                        related_name="committee_opinions",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approval.versionattachment",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion of a committee",
                "verbose_name_plural": "opinions of committees",
                "ordering": ("happened_on", "pk"),
            },
        ),
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
                        to="approval.versionattachment",
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
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "order on the working group",
                "verbose_name_plural": "orders on the working group",
                "ordering": ("happened_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Announcement",
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
                ("url", models.URLField(blank=True, verbose_name="address of the publication")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place of the public notice")),
                ("in_force_on", models.DateField(verbose_name="in force on")),
                ("rule_code", models.CharField(max_length=40, verbose_name="rule applied")),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcement",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("in_force_on__gte", models.F("happened_on"))),
                        name="announcement_in_force_after_announced",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("recipient__in", ["head", "commissioner"])), name="complaint_recipient_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("subject", ""), _negated=True), models.Q(("number", ""), _negated=True)),
                name="complaint_has_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("measures", ""), _negated=True), name="complaintoutcome_has_measures"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionattachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "minutes",
                            "decision",
                            "opinion",
                            "submission",
                            "committee",
                            "order",
                            "prefect",
                            "return",
                            "publication",
                            "letter",
                            "other",
                        ],
                    )
                ),
                name="versionattachment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionattachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="versionattachment_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("url", ""), _negated=True), models.Q(("place", ""), _negated=True), _connector="OR"
                ),
                name="publication_can_be_found",
                violation_error_message="Say where it can be found: an address or a place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["website", "notice_board", "register", "other"])),
                name="publication_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="priornotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("register_no", ""), _negated=True), name="priornotice_has_register_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="prefectregistration",
            constraint=models.CheckConstraint(
                condition=models.Q(("prefect_protocol_no", ""), _negated=True),
                name="prefectregistration_has_protocol_no",
            ),
        ),
        migrations.AddConstraint(
            model_name="prefectopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict", "legal"), models.Q(("reasons", ""), _negated=True), _connector="OR"),
                name="prefectopinion_reasoned_unless_lawful",
                violation_error_message="A return, or the way to court, needs its reasons.",
            ),
        ),
        migrations.AddConstraint(
            model_name="prefectopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["legal", "returned", "court"])),
                name="prefectopinion_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="prefectopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter_no", ""), _negated=True), name="prefectopinion_has_letter_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="prefectdeposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol_no", ""), _negated=True), name="prefectdeposit_has_protocol_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="plandispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol_no", ""), _negated=True), name="plandispatch_has_protocol_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="plandispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["letter", "email", "hand", "register"])),
                name="plandispatch_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict", "favourable"), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="opinion_reasoned_unless_favourable",
                violation_error_message="An opinion that is not simply favourable needs its reasons.",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["legal", "finance", "gender", "data_protection"])),
                name="opinion_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["favourable", "with_remarks", "unfavourable"])),
                name="opinion_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mayorreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("reasons", ""), _negated=True), name="mayorreturn_has_reasons"
            ),
        ),
        migrations.AddConstraint(
            model_name="mayorreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter_no", ""), _negated=True), name="mayorreturn_has_letter_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="mayororder",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="mayororder_has_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatchreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("their_protocol_no", ""), _negated=True), name="dispatchreceipt_has_protocol_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsubmission",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol_no", ""), _negated=True),
                name="councilsubmission_has_protocol_no",
                violation_error_message="A submission needs its protocol number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("meeting_on__gte", models.F("happened_on"))),
                name="councilsession_after_its_notice",
                violation_error_message="The session lies before its notice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "ordinary"), models.Q(("called_by", ""), _negated=True), _connector="OR"),
                name="councilsession_extraordinary_explained",
                violation_error_message="Say who called the extraordinary session, and why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["ordinary", "extraordinary"])), name="councilsession_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("agenda_item__gte", 1)),
                name="councilsession_agenda_item_positive",
                violation_error_message="The items of an agenda are counted from 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councildecision",
            constraint=models.UniqueConstraint(
                fields=("number", "year"),
                name="councildecision_number_once_a_year",
                violation_error_message="A decision with this number and year is already recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councildecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "present",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("votes_for"), "+", models.F("votes_against")
                                ),
                                "+",
                                models.F("abstained"),
                            ),
                            "+",
                            models.F("did_not_vote"),
                        ),
                    )
                ),
                name="councildecision_votes_add_up",
                violation_error_message="Present must equal for + against + abstained + did not vote.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councildecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("present__lte", models.F("seats"))),
                name="councildecision_present_within_seats",
                violation_error_message="More members are present than the council has seats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councildecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("present__gte", models.F("quorum"))),
                name="councildecision_quorum_held",
                violation_error_message="The quorum was not reached.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councildecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["adopted", "amended", "confirmed", "rejected", "repealed"])),
                name="councildecision_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeeopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict", "favourable"), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="committeeopinion_reasoned_unless_favourable",
                violation_error_message="An opinion that is not simply favourable needs its reasons.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeeopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", "unfavourable"), ("votes_for__gt", models.F("votes_against")), _connector="OR"
                ),
                name="committeeopinion_carried_by_votes",
                violation_error_message="A favourable opinion has more votes for than against.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeeopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["favourable", "with_remarks", "unfavourable"])),
                name="committeeopinion_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="workinggrouporder",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="workinggrouporder_has_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="workinggrouporder",
            constraint=models.CheckConstraint(
                condition=models.Q(("members", ""), _negated=True), name="workinggrouporder_has_members"
            ),
        ),
    ]
