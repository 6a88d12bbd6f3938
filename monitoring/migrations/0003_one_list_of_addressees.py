import django.db.models.deletion
from django.db import migrations, models

# The report's own list goes into the one list; the letters that were sent name its rows from then on. Who only
# receives the plan so far owes no proof of a report because of this.
ONE_LIST = """
UPDATE approval_planaddressee SET receives_report = false, is_report_compulsory = false;
INSERT INTO approval_planaddressee (
    code, name_sq, name_en, seat, is_active, receives_report, is_report_compulsory, source, source_mark, checked_by,
    created_at, updated_at
) SELECT code, name_sq, name_en, '', false, true, is_compulsory, source, 'unverified', '', now(), now()
  FROM monitoring_addressee
ON CONFLICT (code) DO UPDATE SET receives_report = true, is_report_compulsory = EXCLUDED.is_report_compulsory;
ALTER TABLE monitoring_reportsubmission DISABLE TRIGGER refuse_change;
UPDATE monitoring_reportsubmission s SET addressee_id = n.id
  FROM monitoring_addressee o JOIN approval_planaddressee n USING (code) WHERE o.id = s.addressee_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE monitoring_reportsubmission ENABLE TRIGGER refuse_change;
SET CONSTRAINTS ALL DEFERRED;
"""


def addressee(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="submissions",
        to="approval.planaddressee",
        verbose_name="addressee",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("approval", "0003_editable_lists"), ("monitoring", "0002_guards")]

    operations = [
        migrations.AlterField("reportsubmission", "addressee", addressee(db_constraint=False)),
        migrations.RunSQL(ONE_LIST, migrations.RunSQL.noop),
        migrations.AlterField("reportsubmission", "addressee", addressee()),
        migrations.DeleteModel("Addressee"),
    ]
