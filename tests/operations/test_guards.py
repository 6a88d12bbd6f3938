"""The guards of the database are those that the migrations make, and a temporary table walks round none of them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from typing import Any

import psycopg2
import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.enums import AssessmentState
from monitoring.models import ReportRecommendation
from operations.database import guards
from tests.conftest import owner_address
from tests.factories.accounts import UserFactory
from tests.factories.acts import recorded
from tests.factories.assessments import AssessmentFactory, NeedFactory, TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory, MinutesPointFactory
from tests.factories.monitoring import IndicatorValueFactory, YearlyReportFactory
from tests.factories.socialplan import ChapterFactory, MeasureCostFactory, PlanVersionFactory, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db]

APPLICATION = str(project.DATABASES["default"]["USER"])
# Of an extension's functions the extension answers.
OURS = """p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"""
FIXED_PATH = "search_path=pg_catalog, public, pg_temp"


def rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def test_every_function_of_ours_looks_names_up_where_no_temporary_table_stands_first():
    paths = dict(rows(f"SELECT p.oid::regprocedure::text, p.proconfig FROM pg_proc p WHERE {OURS}"))

    assert paths
    assert {name: path for name, path in paths.items() if FIXED_PATH not in (path or [])} == {}


def test_the_guards_are_those_of_the_migrations_and_each_trigger_is_enabled():
    with connection.cursor() as cursor:
        found = guards.found_in(cursor)

    assert found == guards.expected(), "write the list anew: make guards"
    assert [name for name, definition in found["triggers"].items() if " -- " in definition] == []
    assert list(guards.complaints()) == []


TAMPERED = {
    "ALTER TABLE operations_event DISABLE TRIGGER operations_event_only_added": "triggers: operations_event.",
    "DROP TRIGGER guard_part ON assessments_need": "triggers: assessments_need.guard_part is missing",
    "CREATE OR REPLACE FUNCTION operations_refuse_change() RETURNS trigger LANGUAGE plpgsql"
    " SET search_path = pg_catalog, public, pg_temp AS 'BEGIN RETURN NEW; END'": "operations_refuse_change() is not",
    "ALTER FUNCTION socialplan_refuse_sealed() RESET search_path": "functions: socialplan_refuse_sealed()",
    "CREATE FUNCTION intruder() RETURNS int LANGUAGE sql AS 'SELECT 1'": "functions: intruder() is not of this",
    "CREATE RULE quiet AS ON DELETE TO operations_job DO INSTEAD NOTHING": "rules: operations_job.quiet",
    f'GRANT UPDATE ON operations_event TO "{APPLICATION}"': "has UPDATE on operations_event",
    f'GRANT UPDATE (role) ON operations_event TO "{APPLICATION}"': "has UPDATE on operations_event",
    f'GRANT UPDATE (answer) ON consultations_disposition TO "{APPLICATION}"': (
        "has UPDATE on consultations_disposition.answer"
    ),
    f'GRANT UPDATE ON consultations_latereply TO "{APPLICATION}"': "has UPDATE on consultations_latereply.answered_on",
    f'REVOKE UPDATE ON consultations_disposition FROM "{APPLICATION}"': (
        "lacks UPDATE on consultations_disposition.reason_sq"
    ),
    "DROP TRIGGER keep_written_words ON consultations_disposition": (
        "triggers: consultations_disposition.keep_written_words is missing"
    ),
    "ALTER TABLE consultations_latereply DISABLE TRIGGER keep_written_words": (
        "triggers: consultations_latereply.keep_written_words is not as"
    ),
    f'GRANT TRUNCATE ON operations_job TO "{APPLICATION}"': "has TRUNCATE on operations_job",
    "GRANT DELETE ON operations_event TO PUBLIC": "has DELETE on operations_event",
    f'REVOKE INSERT ON operations_job FROM "{APPLICATION}"': "lacks INSERT on operations_job",
    "GRANT CREATE ON SCHEMA public TO PUBLIC": "public may make tables",
    "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$": (
        "public may make temporary tables"
    ),
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_what_an_owner_loosens_is_told(statement, monkeypatch):
    with closing(psycopg2.connect(**owner_address())) as owner:
        owner.cursor().execute(statement)
        monkeypatch.setattr(guards, "connection", owner)
        told = list(guards.complaints())

    assert any(TAMPERED[statement] in sentence for sentence in told), told


@pytest.mark.django_db(transaction=True)
def test_verify_data_names_a_trigger_switched_off():
    as_owner("ALTER TABLE assessments_need DISABLE TRIGGER guard_part")
    try:
        said = StringIO()
        with pytest.raises(CommandError):
            call_command("verify_data", stdout=said, stderr=said)
    finally:
        as_owner("ALTER TABLE assessments_need ENABLE TRIGGER guard_part")

    assert "guards: 1" in said.getvalue()
    assert "triggers: assessments_need.guard_part is not as the migrations made it." in said.getvalue()


def test_the_application_makes_no_temporary_table():
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), application_session() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE assessments_assessment ()")


def as_owner(statement: str) -> None:
    with closing(psycopg2.connect(**owner_address())) as owner:
        owner.autocommit = True
        owner.cursor().execute(statement)


@contextmanager
def application_session() -> Iterator[Any]:
    login = {**owner_address(), "user": APPLICATION, "password": project.DATABASES["default"]["PASSWORD"]}
    with closing(psycopg2.connect(**login)) as session:
        yield session.cursor()


@pytest.fixture
def temporary_tables_allowed(transactional_db: None) -> Iterator[None]:
    """As if the grant were not withheld: what the path of the functions holds by itself."""
    database = f'"{connection.settings_dict["NAME"]}"'
    as_owner(f'GRANT TEMPORARY ON DATABASE {database} TO "{APPLICATION}"')
    yield
    as_owner(f'REVOKE TEMPORARY ON DATABASE {database} FROM "{APPLICATION}"')


def changing(table: str, made: Any, change: str) -> str:
    return f"UPDATE public.{table} SET {change} WHERE id = {made.pk}"


def withdrawing(kind: str) -> str:
    """A withdrawal of an act that is there, so that the guards before the one in question let it pass."""
    act = recorded(kind, PlanVersionFactory())
    return (
        "INSERT INTO public.content_actwithdrawal (version_id, kind, act_id)"
        f" VALUES ({act.version.pk}, '{kind}', {act.pk})"
    )


# What reaches the read of each function: an insert needs no sound row, for these triggers come before its constraints.
def advice_of_a_frozen_report() -> ReportRecommendation:
    report = YearlyReportFactory(state="validated", figures={})
    return ReportRecommendation.objects.create(report=report, text_sq="Të nisë.", addressed_to="Drejtoria")


ATTACKS = {
    "accounts_decides": lambda: "SELECT public.accounts_decides(0)",
    "accounts_guard_address": lambda: changing("accounts_user", UserFactory(), "email = 'tjeter@bashkia.example'"),
    "accounts_guard_power_change": lambda: (
        "INSERT INTO public.accounts_powerchange (kind, is_by_one, proposed_by_id, subject_id)"
        " VALUES ('role', true, 0, 0)"
    ),
    "accounts_guard_role": lambda: (
        "INSERT INTO public.accounts_roleassignment (role, granted_by_id) VALUES ('dpo', 0)"
    ),
    "assessments_guard_figure": lambda: "INSERT INTO public.assessments_datapoint (corrects_id) VALUES (0)",
    "assessments_guard_line": lambda: "INSERT INTO public.assessments_requirementline DEFAULT VALUES",
    "assessments_guard_line_type": lambda: (
        "INSERT INTO public.assessments_requirementline_service_types DEFAULT VALUES"
    ),
    "assessments_guard_need_link": lambda: "INSERT INTO public.assessments_need_units DEFAULT VALUES",
    "assessments_refuse_if_published": lambda: "SELECT public.assessments_refuse_if_published(0)",
    "consultations_keep_counts_only": lambda: changing(
        "consultations_consultationevent", ConsultationEventFactory(), "confidentiality = 'counts_only'"
    ),
    "consultations_refuse_at_counts_only": lambda: "INSERT INTO public.consultations_attendeename DEFAULT VALUES",
    "consultations_keep_point_words": lambda: changing(
        "consultations_minutespoint", MinutesPointFactory(), "text = 'x'"
    ),
    "consultations_keep_written_words": lambda: changing(
        "consultations_minutespoint", MinutesPointFactory(reason="Falënderim"), "reason = 'x'"
    ),
    "consultations_keep_sealed_point": lambda: (
        "INSERT INTO public.consultations_sealedpoint (point_id, text) VALUES (0, 'x')"
    ),
    "consultations_minutes_four_eyes": lambda: changing(
        "consultations_consultationevent",
        ConsultationEventFactory(),
        f"minutes_approved_on = held_on, minutes_approved_by_id = {UserFactory().pk}",
    ),
    "consultations_protect_group": lambda: (
        "INSERT INTO public.consultations_consultationevent_groups (consultationevent_id) VALUES (0)"
    ),
    "consultations_refuse_contact": lambda: (
        "INSERT INTO public.consultations_contributioncontact (contribution_id) VALUES (0)"
    ),
    "consultations_refuse_child_contact": lambda: (
        "INSERT INTO public.consultations_contributioncontact (contribution_id) VALUES (0)"
    ),
    "consultations_refuse_scan": lambda: (
        "INSERT INTO public.consultations_contributionscan (contribution_id) VALUES (0)"
    ),
    "consultations_keep_scans_away": lambda: changing(
        "consultations_consultationevent", ConsultationEventFactory(), "confidentiality = 'counts_only'"
    ),
    "consultations_refuse_words": lambda: (
        "INSERT INTO public.consultations_publishedwords (contribution_id, round_id) VALUES (0, 0)"
    ),
    "consultations_refuse_traits": lambda: (
        "INSERT INTO public.consultations_contribution (event_id, sex) VALUES (0, 'women')"
    ),
    "consultations_guard_event_kind": lambda: changing(
        "consultations_eventkind", ConsultationEventFactory().kind, "has_notice = true"
    ),
    "consultations_keep_traits_away": lambda: changing(
        "consultations_consultationevent", ConsultationEventFactory(), "confidentiality = 'counts_only'"
    ),
    "consultations_keep_notices_away": lambda: changing(
        "consultations_consultationevent", ConsultationEventFactory(), "confidentiality = 'counts_only'"
    ),
    "consultations_refuse_receiver": lambda: (
        "INSERT INTO public.consultations_feedbackentry (organisation_id, contribution_id) VALUES (0, 0)"
    ),
    "consultations_refuse_speaker": lambda: "INSERT INTO public.consultations_contribution (event_id) VALUES (0)",
    "monitoring_guard_report": lambda: changing("monitoring_yearlyreport", YearlyReportFactory(), "state = 'x'"),
    "monitoring_guard_frozen_part": lambda: changing(
        "monitoring_reportrecommendation", advice_of_a_frozen_report(), "addressed_to = 'x'"
    ),
    "monitoring_guard_value": lambda: changing("monitoring_indicatorvalue", IndicatorValueFactory(), "state = 'x'"),
    "assessments_empty_directory": lambda: "UPDATE public.municipality_municipality SET id = id WHERE false",
    "assessments_note_stale": lambda: "UPDATE public.municipality_threshold SET id = id WHERE false",
    "monitoring_note_stale": lambda: "UPDATE public.municipality_threshold SET id = id WHERE false",
    "operations_enter": lambda: (
        "SELECT public.operations_enter('{\"id\": 1}', ARRAY['need', 'id', '', '', '', '', '', '', ''])"
    ),
    "operations_keep_entry": lambda: f"DELETE FROM public.assessments_need WHERE id = {NeedFactory().pk}",
    "operations_chain_event": lambda: "INSERT INTO public.operations_event DEFAULT VALUES",
    "operations_keep_fixed": lambda: (
        "INSERT INTO public.consultations_attendancecount (event_id, sex, count) VALUES (0, 'women', 1)"
    ),
    "operations_keep_rest": lambda: (
        "INSERT INTO public.operations_suppressionpattern (name, scope, version, pattern) VALUES ('x', '1', 1, '{}')"
    ),
    "socialplan_all_of_same_version": lambda: "UPDATE public.content_measure SET id = id WHERE false",
    "socialplan_all_years_in_plan": lambda: "UPDATE public.content_measurecost SET id = id WHERE false",
    "socialplan_counts_once": lambda: "INSERT INTO public.approval_prefectdeposit (version_id) VALUES (0)",
    "socialplan_decision_of_its_session": lambda: (
        "INSERT INTO public.approval_councildecision (session_id) VALUES (0)"
    ),
    "socialplan_document_of_version": lambda: "INSERT INTO public.approval_opinion (document_id) VALUES (0)",
    "socialplan_follows_what_counts": lambda: (
        "INSERT INTO public.approval_prefectregistration (deposit_id) VALUES (0)"
    ),
    "socialplan_funding_within_cost": lambda: changing("content_measurecost", MeasureCostFactory(), "id = id"),
    "socialplan_refuse_sealed": lambda: "INSERT INTO public.content_chapter DEFAULT VALUES",
    "socialplan_returned_once": lambda: "INSERT INTO public.approval_mayorreturn (version_id) VALUES (0)",
    "socialplan_stamp_state_change": lambda: "INSERT INTO public.content_planstatechange (version_id) VALUES (0)",
    "socialplan_state_has_history": lambda: changing(
        "content_planversion", PlanVersionFactory(), "state = 'in_review'"
    ),
    "socialplan_strategy_follows_a_plan": lambda: "INSERT INTO public.content_plan (follows_id) VALUES (0)",
    "socialplan_version_begins": lambda: "INSERT INTO public.content_planversion (derived_from_id) VALUES (0)",
    "socialplan_withdrawal_beside_the_prefect": lambda: withdrawing("registration"),
    "socialplan_withdrawal_names_its_act": lambda: withdrawing("publication"),
    "socialplan_withdrawn_act_is_free": lambda: withdrawing("complaint"),
}


def readers() -> dict[str, str]:
    """The functions that read a table, by name with their signature; of those that some trigger or function calls."""
    tables = [name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    called = {name for (name,) in rows("SELECT DISTINCT tgfoid::regproc::text FROM pg_trigger")}
    found = rows(f"SELECT p.proname, p.oid::regprocedure::text, p.prosrc FROM pg_proc p WHERE {OURS}")
    sources = " ".join(source for _name, _signature, source in found)
    return {
        name: signature
        for name, signature, source in found
        if ("EXECUTE " in source or any(table in source for table in tables))
        and (name in called or f"{name}(" in sources)
    }


@pytest.mark.usefixtures("temporary_tables_allowed")
def test_no_guard_reads_a_temporary_table_of_the_same_name():
    """Where a function does read one, its statement fails: the tables put in the way have no columns."""
    signatures = readers()
    assert signatures.keys() == ATTACKS.keys(), "every function that reads a table is attacked"
    statements = {name: attack() for name, attack in ATTACKS.items()}
    tables = [name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    with application_session() as cursor:
        for table in tables:
            cursor.execute(f'CREATE TEMPORARY TABLE "{table}" ()')
        cursor.connection.commit()
        for name, statement in statements.items():
            assert not reads_what_stands_in_the_way(cursor, statement), name
            as_owner(f"ALTER FUNCTION {signatures[name]} RESET search_path")
            try:
                assert reads_what_stands_in_the_way(cursor, statement), f"{name}: the attack proves nothing"
            finally:
                as_owner(f"ALTER FUNCTION {signatures[name]} SET search_path = pg_catalog, public, pg_temp")


def reads_what_stands_in_the_way(cursor: Any, statement: str) -> bool:
    try:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg2.errors.UndefinedColumn:
        return True
    except psycopg2.Error:
        return False
    finally:
        cursor.connection.rollback()
    return False


@pytest.mark.usefixtures("temporary_tables_allowed")
def test_a_published_edition_and_a_sealed_plan_stay_as_they_are():
    need = NeedFactory(assessment=AssessmentFactory(), group=TargetGroupFactory())
    as_owner(f"UPDATE assessments_assessment SET state = 'published' WHERE id = {need.assessment_id}")
    chapter = ChapterFactory()
    publish(chapter.version)

    with application_session() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE assessments_assessment AS SELECT * FROM public.assessments_assessment")
        cursor.execute("UPDATE assessments_assessment SET state = %s", [AssessmentState.DRAFTING])
        cursor.execute("CREATE TEMPORARY TABLE content_seal (version_id bigint)")
        cursor.connection.commit()
        with pytest.raises(psycopg2.errors.IntegrityConstraintViolation, match="assessment_published_is_frozen"):
            cursor.execute(changing("assessments_need", need, "affected = affected + 1"))
        cursor.connection.rollback()
        with pytest.raises(psycopg2.errors.IntegrityConstraintViolation, match="version_is_sealed"):
            cursor.execute(changing("content_chapter", chapter, "title_sq = 'x'"))
