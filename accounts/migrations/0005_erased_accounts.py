"""An account whose person was erased keeps its number alone: no name, no address, and nobody opens it again."""

from django.db import migrations, models

# An address changes by two persons and after a wait; that of a closed account may go for good.
GUARD_ADDRESS = """CREATE OR REPLACE FUNCTION accounts_guard_address() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.email IS DISTINCT FROM OLD.email
        AND NOT (NEW.email = NEW.id || '@erased.invalid' AND NOT OLD.is_active AND NOT NEW.is_active)
        AND NOT EXISTS (
        SELECT 1 FROM accounts_powerchange asked
        WHERE asked.kind = 'email' AND asked.subject_id = NEW.id AND asked.new_email = NEW.email
          AND asked.old_email = OLD.email AND asked.applied_at IS NOT NULL AND asked.stopped_at IS NULL)
    THEN
        RAISE EXCEPTION 'accounts_user: an address changes by two persons and after a wait.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
GUARD_ADDRESS_BEFORE = """CREATE OR REPLACE FUNCTION accounts_guard_address() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.email IS DISTINCT FROM OLD.email AND NOT EXISTS (
        SELECT 1 FROM accounts_powerchange asked
        WHERE asked.kind = 'email' AND asked.subject_id = NEW.id AND asked.new_email = NEW.email
          AND asked.old_email = OLD.email AND asked.applied_at IS NOT NULL AND asked.stopped_at IS NULL)
    THEN
        RAISE EXCEPTION 'accounts_user: an address changes by two persons and after a wait.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_past_memberships")]

    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=~models.Q(email__endswith="@erased.invalid") | models.Q(is_active=False),
                name="user_erased_stays_closed",
                violation_error_message="This account was erased; it is not opened again.",
            ),
        ),
        migrations.RunSQL(GUARD_ADDRESS, GUARD_ADDRESS_BEFORE),
    ]
