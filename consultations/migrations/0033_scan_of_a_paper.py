import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# The scan shows a hand and often a name: none is kept where only counts are, and none of a child whose guardian has
# not agreed. What is kept is never exchanged, only erased.
REFUSE_SCAN = """CREATE FUNCTION consultations_refuse_scan() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    said record;
    kept text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'contribution_scan_stays: a scan is erased, never exchanged'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'contribution_scan_stays';
    END IF;
    SELECT channel, event_id, age_band, guardian_consent INTO said
        FROM consultations_contribution WHERE id = NEW.contribution_id;
    SELECT confidentiality INTO kept FROM consultations_consultationevent WHERE id = said.event_id FOR SHARE;
    IF kept = 'counts_only' THEN
        PERFORM consultations_refuse_person('no names, files or photographs');
    END IF;
    IF said.age_band = 'under_16' AND said.guardian_consent = '' THEN
        RAISE EXCEPTION 'contribution_child_has_no_contact: the guardian has not agreed'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'contribution_child_has_no_contact';
    END IF;
    IF said.channel <> 'paper' THEN
        RAISE EXCEPTION 'contribution_scan_of_paper: only what came on paper has a scan'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'contribution_scan_of_paper';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_scan BEFORE INSERT OR UPDATE ON consultations_contributionscan
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_scan();"""
NO_REFUSED_SCAN = """DROP TRIGGER refuse_scan ON consultations_contributionscan;
DROP FUNCTION consultations_refuse_scan();"""

# And an event with such a paper does not become one that keeps counts only.
KEEP_SCANS_AWAY = """CREATE FUNCTION consultations_keep_scans_away() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.confidentiality = 'counts_only' AND OLD.confidentiality <> 'counts_only' AND EXISTS (
        SELECT 1 FROM consultations_contributionscan AS scan
            JOIN consultations_contribution AS spoken ON spoken.id = scan.contribution_id
            WHERE spoken.event_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'event_with_names_is_not_counts_only: a scan is kept with this event'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_with_names_is_not_counts_only';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_scans_away BEFORE UPDATE ON consultations_consultationevent
    FOR EACH ROW EXECUTE FUNCTION consultations_keep_scans_away();"""
SCANS_COME = """DROP TRIGGER keep_scans_away ON consultations_consultationevent;
DROP FUNCTION consultations_keep_scans_away();"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0032_guard_of_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContributionScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(verbose_name="content")),
                ("content_type", models.CharField(max_length=100, verbose_name="kind of content")),
                ("size", models.PositiveIntegerField(verbose_name="size (bytes)")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
            ],
            options={
                "verbose_name": "scan of a paper",
                "verbose_name_plural": "scans of papers",
                "ordering": ("pk",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="dataopening",
            name="data_opening_known",
        ),
        migrations.AlterField(
            model_name="dataopening",
            name="opened",
            field=models.CharField(
                choices=[
                    ("original", "the original words"),
                    ("contact", "name and address"),
                    ("scan", "the scan of the paper"),
                ],
                max_length=12,
                verbose_name="what was opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened__in", ["original", "contact", "scan"])),
                name="data_opening_known",
                violation_error_message="This value does not exist.",
            ),
        ),
        migrations.AddField(
            model_name="contributionscan",
            name="attached_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="attached by",
            ),
        ),
        migrations.AddField(
            model_name="contributionscan",
            name="contribution",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="scan", to="consultations.contribution"
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionscan",
            constraint=models.CheckConstraint(
                condition=models.Q(("content_type__in", ("application/pdf", "image/png", "image/jpeg"))),
                name="contribution_scan_known_type",
                violation_error_message="A scan is a PDF, a PNG or a JPEG.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionscan",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0)),
                name="contribution_scan_has_content",
                violation_error_message="The file is empty.",
            ),
        ),
        migrations.RunSQL(REFUSE_SCAN, NO_REFUSED_SCAN),
        migrations.RunSQL(KEEP_SCANS_AWAY, SCANS_COME),
    ]
