from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0009_parents_checked_by_statement")]

    operations = [
        migrations.RemoveConstraint(
            model_name="planversion",
            name="planversion_state_known",
        ),
        migrations.AddField(
            model_name="planversion",
            name="origin",
            field=models.CharField(
                choices=[
                    ("draft", "drafted by the municipality"),
                    ("amendments", "text as amended by the council"),
                    ("reexamination", "returned to the council for re-examination"),
                ],
                db_default="draft",
                default="draft",
                max_length=16,
                verbose_name="origin",
            ),
        ),
        migrations.AlterField(
            model_name="planversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("drafting", "drafting"),
                    ("in_consultation", "in consultation"),
                    ("in_review", "in review"),
                    ("approved", "approved for submission"),
                    ("before_council", "before the council"),
                    ("amended", "adopted with amendments"),
                    ("amending", "amendments being entered"),
                    ("adopted", "adopted"),
                    ("announced", "announced"),
                    ("in_force", "in force"),
                    ("superseded", "superseded"),
                    ("expired", "expired"),
                    ("rejected", "rejected"),
                    ("repealed", "repealed"),
                ],
                default="drafting",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "drafting",
                            "in_consultation",
                            "in_review",
                            "approved",
                            "before_council",
                            "amended",
                            "amending",
                            "adopted",
                            "announced",
                            "in_force",
                            "superseded",
                            "expired",
                            "rejected",
                            "repealed",
                        ],
                    )
                ),
                name="planversion_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["draft", "amendments", "reexamination"])),
                name="planversion_origin_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin", "draft"), ("derived_from__isnull", False), _connector="OR"),
                name="planversion_council_text_has_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "draft"), _negated=True),
                fields=("derived_from", "origin"),
                name="planversion_one_council_text_per_source",
            ),
        ),
    ]
