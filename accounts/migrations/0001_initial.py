import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved on")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="revoked on")),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cso", "civil-society organisation"),
                            ("provider", "service provider"),
                            ("authority", "public authority"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="PowerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("role", "a role that opens contributors’ data"),
                            ("email", "another e-mail address"),
                            ("factor", "reset of the second factor"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("staff", "municipal staff"),
                            ("coordinator", "coordinator for notification and consultation"),
                            ("expert", "project expert"),
                            ("ngo", "member of an organisation"),
                            ("admin", "plan administrator"),
                            ("mayor", "mayor or acting mayor"),
                            ("secretary", "council secretary"),
                            ("councillor", "council member"),
                            ("dpo", "data-protection officer"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("old_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address of before")),
                ("new_email", models.EmailField(blank=True, max_length=254, verbose_name="new e-mail address")),
                (
                    "proposed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked for at"
                    ),
                ),
                ("is_by_one", models.BooleanField(default=False, verbose_name="by one")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                ("effective_at", models.DateTimeField(blank=True, null=True, verbose_name="takes effect at")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="in effect since")),
                ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped at")),
            ],
            options={
                "verbose_name": "change that needs two persons",
                "verbose_name_plural": "changes that need two persons",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("staff", "municipal staff"),
                            ("coordinator", "coordinator for notification and consultation"),
                            ("expert", "project expert"),
                            ("ngo", "member of an organisation"),
                            ("admin", "plan administrator"),
                            ("mayor", "mayor or acting mayor"),
                            ("secretary", "council secretary"),
                            ("councillor", "council member"),
                            ("dpo", "data-protection officer"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("granted_on", models.DateField(verbose_name="granted on")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="revoked on")),
            ],
            options={
                "verbose_name": "role of an account",
                "verbose_name_plural": "roles of accounts",
                "ordering": ["granted_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "An account with this e-mail address exists."},
                        max_length=254,
                        unique=True,
                        verbose_name="e-mail address",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[("sq", "Shqip"), ("en", "English")],
                        default="sq",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["name", "pk"],
            },
        ),
    ]
