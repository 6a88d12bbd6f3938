import json
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from socialplan.content.enums import FindingCode, PlanState
from socialplan.content.findings import CHECKS
from socialplan.content.models import (
    ContentSnapshot,
    DataBlock,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    MeasureUnit,
    PlanVersion,
    Seal,
)
from socialplan.content.plan_json import (
    CONTENT_FIELDS,
    FIRST_FORMAT,
    FORMAT,
    FORMATS,
    THIRD_FORMAT,
    content_sha256,
    plan_json_text,
    seal_holds,
    sha256_of,
    version_content,
)
from socialplan.content.services.seal import seal_version
from socialplan.content.snapshot import VersionSnapshot, keep_snapshot, share_snapshot, snapshot_of
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.municipality import AdministrativeUnitFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    IndicatorFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    RiskFactory,
    add_content,
    decide,
    put_in_state,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TABLES = sorted(PlanVersion._meta.get_field(name).related_model._meta.db_table for name in CONTENT_FIELDS)


def run(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def sealed() -> PlanVersion:
    version = PlanVersionFactory()
    measure = add_content(version)
    fill_links(measure)
    RiskFactory(version=version)
    return put_in_state(version, PlanState.ADOPTED)


def fill_links(measure: Any) -> None:
    need = NeedFactory()
    MeasureNeed.objects.create(version=measure.version, measure=measure, need=need)
    MeasureGroup.objects.create(version=measure.version, measure=measure, group=need.group)
    MeasureIndicator.objects.create(
        version=measure.version, measure=measure, indicator=measure.objective.indicators.first()
    )
    MeasureUnit.objects.create(version=measure.version, measure=measure, unit=AdministrativeUnitFactory())
    DataBlock.objects.create(version=measure.version, kind="budget_by_year", figures=[{"rows": [[1, "ë"]]}])


def test_every_content_table_is_in_the_seal() -> None:
    related = {
        field.related_model._meta.db_table
        for field in PlanVersion._meta.related_objects
        if hasattr(field.related_model, "key")
    }

    assert related == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_sealed_content_refuses_sql_of_the_application(table: str, sealed: PlanVersion) -> None:
    columns = _columns(table)

    with pytest.raises(IntegrityError, match="socialplan_version_is_sealed"):
        run(f"UPDATE {table} SET revision = revision + 1 WHERE version_id = %s", sealed.pk)
    with pytest.raises(IntegrityError, match="socialplan_version_is_sealed"):
        run(f"DELETE FROM {table} WHERE version_id = %s", sealed.pk)
    with pytest.raises(IntegrityError, match="socialplan_version_is_sealed"):
        run(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE version_id = %s", sealed.pk)
    with pytest.raises((ProgrammingError, IntegrityError, InternalError)):
        run(f"TRUNCATE {table} CASCADE")


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return ", ".join(f'"{column.name}"' for column in described if column.name != "id")


def test_the_tests_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        owns = "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE relname = %s"
        cursor.execute(owns, [TABLES[0]])
        assert cursor.fetchone() == (False,)


def test_same_rows_give_same_json(sealed: PlanVersion) -> None:
    again = PlanVersion.objects.get(pk=sealed.pk)

    assert plan_json_text(sealed) == plan_json_text(again) == sealed.seal.canonical_json
    assert seal_holds(sealed)


def as_python_reads_it(version: PlanVersion, relation: str, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a relation as their objects hold them: an oracle that shares nothing with the statement."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return unicodedata.normalize("NFC", value)
        if isinstance(value, list):
            return [plain(each) for each in value]
        if isinstance(value, dict):
            return {name: plain(each) for name, each in value.items()}
        if value is None or isinstance(value, bool | int | float):
            return value
        return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)

    def walked(row: Any, name: str) -> Any:
        for part in name.split("__"):
            row = getattr(row, part) if row is not None else None
        return plain(row)

    rows = sorted(getattr(version, relation).all(), key=lambda row: str(row.key))
    return [{name.replace("__", "_"): walked(row, name) for name in ("key", *fields)} for row in rows]


@pytest.mark.parametrize("made_in", FORMATS)
def test_the_content_is_what_its_rows_hold(made_in: str) -> None:
    """Whatever the numbers, and in whichever form of Unicode somebody's keyboard wrote the letters."""
    version = PlanVersionFactory()
    measure = add_content(version)
    fill_links(measure)
    for number, (title, share) in enumerate(
        [("Masë e \u201dvjetër\u201d \\ <b>", 45), ("Mase\u0308 \n\t/", None)], start=2
    ):
        MeasureFactory(
            objective=measure.objective,
            code=f"1.1.{number}",
            title_sq=title,
            partners='{"a": 1.50}',
            due_on=date(2024, 2, 29),
            women_share=share,
            office=None,
        )
    for number, (baseline, rate) in enumerate([("0.00", "98.700000"), ("100.00", "100"), ("-12.50", "0.500000")]):
        indicator = IndicatorFactory(objective=measure.objective, baseline=Decimal(baseline), code=f"T{number}")
        indicator.targets.create(version=version, year=2024, value=Decimal(baseline) + Decimal("1234567890.10"))
        cost = MeasureCostFactory(
            measure=MeasureFactory(objective=measure.objective, code=f"1.1.{number + 7}"), year=2024
        )
        FundingLineFactory(
            cost=cost,
            amount=int(1000 * Decimal(rate)),
            currency="EUR",
            original_amount=Decimal("1000.00"),
            rate=Decimal(rate),
            rate_on=date(2024, 1, 5),
        )
    DataBlock.objects.create(
        version=version, kind="goals", figures={"\u00eb": ["\u00eb", 1.5, 1e20, None, {"x": ["o\u0308", True]}]}
    )

    content = version_content(version, format_name=made_in)

    for relation, fields in FORMATS[made_in].items():
        assert content[relation] == as_python_reads_it(version, relation, fields), relation
    assert "\u0308" not in plan_json_text(version, format_name=made_in)


@pytest.mark.parametrize("made_in", [name for name in FORMATS if name != FORMAT])
def test_a_seal_of_an_earlier_format_still_holds(made_in: str) -> None:
    version = PlanVersionFactory()
    fill_links(add_content(version))
    version.indicators.update(unit_label_en="persons", source_en="register of protection")
    content = plan_json_text(version, format_name=made_in)
    Seal.objects.create(version=version, canonical_json=content, sha256=sha256_of(content))

    assert ("measureunits" in json.loads(content)) is (made_in != FIRST_FORMAT)
    assert ("unit_label_en" in content) is (made_in == THIRD_FORMAT)
    assert "source_en" not in content
    assert seal_holds(version)


@pytest.mark.parametrize("source", ["", "register of protection"])
def test_what_was_decided_on_the_same_words_before_the_newest_format_holds(source: str) -> None:
    version = PlanVersionFactory()
    add_content(version)
    before = sha256_of(plan_json_text(version, format_name=THIRD_FORMAT))
    version.indicators.update(source_en=source)

    assert (before in VersionSnapshot(version).hashes) is (source == "")
    assert content_sha256(version) in VersionSnapshot(version).hashes


def test_a_snapshot_is_never_rewritten() -> None:
    version = PlanVersionFactory()
    ContentSnapshot.objects.create(version=version, sha256=sha256_of("{}"), canonical_json="{}")

    for sql in ("UPDATE content_contentsnapshot SET canonical_json = ''", "DELETE FROM content_contentsnapshot"):
        with pytest.raises(DatabaseError):
            run(sql)


def test_reading_all_content_is_one_query(sealed: PlanVersion, django_assert_num_queries: Any) -> None:
    version = PlanVersion.objects.select_related("plan").get(pk=sealed.pk)

    with django_assert_num_queries(1):
        content = version_content(version)

    assert content["measureunits"][0]["measure_key"] == content["measures"][0]["key"]
    assert content["datablocks"][0]["figures"] == [{"rows": [[1, "ë"]]}]


@pytest.mark.parametrize("sql", ["UPDATE content_seal SET sha256 = repeat('0', 64)", "DELETE FROM content_seal"])
def test_a_seal_is_never_rewritten(sql: str, sealed: PlanVersion) -> None:
    with pytest.raises(DatabaseError):
        run(sql)

    assert Seal.objects.filter(version=sealed).exists()


def test_a_state_changes_only_with_its_history() -> None:
    version = PlanVersionFactory()

    with pytest.raises(IntegrityError, match="socialplan_state_without_history"):
        run("UPDATE content_planversion SET state = 'in_review' WHERE id = %s", version.pk)


def adopt_by_sql(version: PlanVersion) -> None:
    version.state_changes.create(step="adopt", from_state=version.state, to_state="adopted")
    run("UPDATE content_planversion SET state = 'adopted' WHERE id = %s", version.pk)


def test_nothing_is_adopted_without_a_seal() -> None:
    version = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)
    decide(version)

    with pytest.raises(IntegrityError, match="socialplan_adopted_without_seal"):
        adopt_by_sql(version)


def test_nothing_is_adopted_without_a_decision() -> None:
    version = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)
    seal_version(version)

    with pytest.raises(IntegrityError, match="socialplan_adopted_without_decision"):
        adopt_by_sql(version)


def test_the_history_is_one_chain() -> None:
    version = PlanVersionFactory(state=PlanState.IN_REVIEW)

    with pytest.raises(IntegrityError, match="socialplan_history_is_one_chain"), transaction.atomic():
        version.state_changes.create(step="submit", from_state="approved", to_state="before_council")
    version.state_changes.create(step="approve", from_state="in_review", to_state="approved")
    with pytest.raises(IntegrityError, match="socialplan_history_is_one_chain"), transaction.atomic():
        version.state_changes.create(step="return", from_state="in_review", to_state="drafting")


def test_a_version_begins_in_drafting() -> None:
    version = PlanVersionFactory()

    with pytest.raises(IntegrityError, match="socialplan_version_begins_in_drafting"):
        PlanVersion.objects.create(plan=version.plan, number=version.number + 1, state=PlanState.APPROVED)


def test_what_is_held_against_the_content_is_read_once_and_anew_after_a_change() -> None:
    edition = AssessmentFactory()
    snapshot = VersionSnapshot(PlanVersionFactory(plan__assessment=edition))
    assert (list(snapshot.lists.uncovered), list(snapshot.lists.groups)) == ([], [])

    open_need = NeedFactory(assessment=edition, affected=40, covered=5)
    covered = NeedFactory(assessment=edition, affected=40, covered=40)
    assert list(snapshot.lists.uncovered) == []

    snapshot.reread()
    assert list(snapshot.lists.uncovered) == [open_need]
    assert set(snapshot.lists.groups) == {open_need.group, covered.group}


TWO_WAYS = ("Më shumë çerdhe", unicodedata.normalize("NFD", "Më shumë çerdhe"))


@pytest.mark.parametrize("beside", ["Masa", "Masë", TWO_WAYS[0], TWO_WAYS[1]])
def test_letters_written_in_two_ways_are_one_content_whatever_stands_beside_them(beside: str) -> None:
    """A field of plain letters in every other row does not hide the one that is not."""
    version = PlanVersionFactory()
    objective = add_content(version).objective
    for number in (2, 3, 4):
        MeasureFactory(objective=objective, code=f"9.{number}", title_sq=beside)
    hashes = set()
    for written in TWO_WAYS:
        version.measures.filter(code="9.3").update(title_sq=written)
        hashes.add(content_sha256(version))
    titles = {row["code"]: row["title_sq"] for row in version_content(version)["measures"]}

    assert len(hashes) == 1
    assert titles["9.3"] == TWO_WAYS[0]
    assert titles["9.2"] == unicodedata.normalize("NFC", beside)


def test_every_field_is_what_its_row_says(sealed: PlanVersion) -> None:
    """Read field by field of all rows; written out here row by row."""
    version = sealed
    said = {"measurecosts": ("year", "amount"), "indicatortargets": ("year", "value"), "risks": ("code", "likelihood")}
    content = version_content(version)
    for relation, names in said.items():
        rows = {str(row.key): row for row in getattr(version, relation).all()}
        assert rows
        assert {row["key"] for row in content[relation]} == set(rows)
        for row in content[relation]:
            for name in names:
                kept = getattr(rows[row["key"]], name)
                assert row[name] == (f"{kept.normalize():f}" if isinstance(kept, Decimal) else kept)
                assert isinstance(row[name], str | int)


def test_a_page_reads_the_content_once_and_a_deed_reads_its_own() -> None:
    version, other = PlanVersionFactory(), PlanVersionFactory()
    with share_snapshot(version) as alone:
        assert snapshot_of(version) is alone
    assert snapshot_of(version) is not alone

    with keep_snapshot(version) as kept:
        with share_snapshot(version) as shared, share_snapshot(other) as another:
            assert shared is kept
            assert another.version is other
        assert snapshot_of(version) is kept
        with keep_snapshot(version) as under_its_lock:
            assert under_its_lock is not kept
        with share_snapshot(PlanVersion.objects.get(pk=version.pk)) as same_row_read_again:
            assert same_row_read_again is not kept


def test_what_is_missing_is_found_once_and_anew_after_a_change(django_assert_num_queries: Any) -> None:
    version = PlanVersionFactory()
    check = next(each for each in CHECKS if each.code == FindingCode.NO_MEASURES)
    with keep_snapshot(version) as snapshot:
        assert len(check.places(snapshot)) == 1
        add_content(version)
        with django_assert_num_queries(0):
            assert len(check.places(snapshot)) == 1

        snapshot.reread()
        assert check.places(snapshot) == []
