"""Which plan a strategy follows. A new column that may be empty: the running version neither reads nor writes it."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION socialplan_strategy_follows_a_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.follows_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM socialplan_plan WHERE id = NEW.follows_id AND kind = 'plan') THEN
        RAISE EXCEPTION 'socialplan_strategy_follows_a_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind <> 'plan' AND EXISTS (SELECT 1 FROM socialplan_plan WHERE follows_id = NEW.id) THEN
        RAISE EXCEPTION 'socialplan_followed_plan_stays_a_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER plan_follows BEFORE INSERT OR UPDATE OF follows_id, kind ON socialplan_plan
    FOR EACH ROW EXECUTE FUNCTION socialplan_strategy_follows_a_plan();
"""
NO_GUARD = """
DROP TRIGGER plan_follows ON socialplan_plan;
DROP FUNCTION socialplan_strategy_follows_a_plan();
"""


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0030_first_texts_of_strategies")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                help_text="Of a monitoring strategy: the plan whose goals, money and indicators its chapters can show.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followers",
                to="socialplan.plan",
                verbose_name="plan it follows",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("follows", None), ("kind", "monitoring_strategy"), _connector="OR"),
                name="plan_only_strategy_follows",
                violation_error_message="Only a monitoring strategy follows a plan.",
            ),
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.AlterField(
            model_name="documenttemplate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("draft_decision", "Draft decision"),
                    ("explanatory_report", "Explanatory report"),
                    ("letter", "Letter with the adopted document"),
                ],
                max_length=24,
                verbose_name="kind",
            ),
        ),
    ]
