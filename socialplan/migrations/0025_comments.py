import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER nodecomment_only_added BEFORE UPDATE OR DELETE ON socialplan_nodecomment
    FOR EACH ROW EXECUTE FUNCTION socialplan_refuse_change();
CREATE TRIGGER nodecomment_no_truncate BEFORE TRUNCATE ON socialplan_nodecomment
    FOR EACH STATEMENT EXECUTE FUNCTION socialplan_refuse_truncate();
CREATE TRIGGER commentsettlement_only_added BEFORE UPDATE OR DELETE ON socialplan_commentsettlement
    FOR EACH ROW EXECUTE FUNCTION socialplan_refuse_change();
CREATE TRIGGER commentsettlement_no_truncate BEFORE TRUNCATE ON socialplan_commentsettlement
    FOR EACH STATEMENT EXECUTE FUNCTION socialplan_refuse_truncate();
"""
BACK = """
DROP TRIGGER nodecomment_only_added ON socialplan_nodecomment;
DROP TRIGGER nodecomment_no_truncate ON socialplan_nodecomment;
DROP TRIGGER commentsettlement_only_added ON socialplan_commentsettlement;
DROP TRIGGER commentsettlement_no_truncate ON socialplan_commentsettlement;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("socialplan", "0024_units_in_both_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NodeComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "node_kind",
                    models.CharField(
                        choices=[
                            ("chapter", "chapter"),
                            ("goal", "strategic goal"),
                            ("objective", "specific objective"),
                            ("measure", "measure"),
                            ("indicator", "indicator"),
                            ("risk", "risk"),
                        ],
                        max_length=12,
                        verbose_name="kind of place",
                    ),
                ),
                ("node_key", models.UUIDField(verbose_name="place")),
                ("text", models.TextField(max_length=4000, verbose_name="comment")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="socialplan.planversion",
                        verbose_name="written on version",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="CommentSettlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_resolved", models.BooleanField(verbose_name="resolved")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="socialplan.nodecomment",
                        verbose_name="comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement of a comment",
                "verbose_name_plural": "settlements of comments",
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="nodecomment",
            index=models.Index(fields=["node_key"], name="nodecomment_by_place"),
        ),
        migrations.AddConstraint(
            model_name="nodecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("node_kind__in", ["chapter", "goal", "objective", "measure", "indicator", "risk"])
                ),
                name="nodecomment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="nodecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="nodecomment_has_text",
                violation_error_message="A comment says something.",
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
