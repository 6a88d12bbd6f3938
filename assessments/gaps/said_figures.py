"""The figures that editions release, in words: whoever decides on them reads what each counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.enums import SexScope
from assessments.models import DataPoint, FigureDefinition, Need, Service, ServiceType, TargetGroup
from municipality.models import AdministrativeUnit
from operations.trail.figure_words import Parts, name_figures, rows_by

OF_TYPE = "type "


def _label(model: type[Need] | type[Service], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _of_need(name: str) -> str:
    return _("persons not covered") if name == "uncovered" else _label(Need, name)


def say_needs(keys: Sequence[Parts]) -> Iterable[str]:
    of = [_code_and_name(key) for key in keys]
    needs = rows_by(Need, "code", (code for code, _name in of))
    return (f"{needs.get(code, code)}: {_of_need(name)}" for code, name in of)


def _code_and_name(key: Parts) -> tuple[str, str]:
    """A code may hold what stands between the parts."""
    *code, name = key
    return ":".join(code), name


def say_lines(keys: Sequence[Parts]) -> Iterable[str]:
    words = {"required": _("places required"), "given": _("places given"), "gap": _("places lacking")}
    of = (_code_and_name(key) for key in keys)
    return (_("line %(line)s: %(what)s") % {"line": line, "what": words[name]} for line, name in of)


def say_map(keys: Sequence[Parts]) -> Iterable[str]:
    """Of one service, of all of a type, or of all."""
    of = [row for _name, row in (key[0].split("|") for key in keys if "|" in key[0])]
    types = rows_by(ServiceType, "pk", (row.removeprefix(OF_TYPE) for row in of if row.startswith(OF_TYPE)))
    services = rows_by(Service, "pk", (row for row in of if not row.startswith(OF_TYPE)))
    for (key,) in keys:
        name, _stroke, row = key.partition("|")
        is_type = row.startswith(OF_TYPE)
        of_row = types.get(row.removeprefix(OF_TYPE)) if is_type else services.get(row)
        yield f"{of_row or _('All services')}: {_label(Service, name)}"


def say_bases(keys: Sequence[Parts]) -> Iterable[str]:
    groups = rows_by(TargetGroup, "pk", (group for (group,) in keys))
    return (f"{groups.get(group, '–')}: {_('people of the group')}" for (group,) in keys)


def say_points(keys: Sequence[Parts]) -> Iterable[str]:
    """A figure with its territory, sex, group, period and source."""
    definitions = rows_by(FigureDefinition, "pk", (key[0] for key in keys))
    units = rows_by(AdministrativeUnit, "pk", (key[1] for key in keys))
    groups = rows_by(TargetGroup, "pk", (key[3] for key in keys))
    for definition, unit, sex, group, _starts_on, ends_on, *source in keys:
        of = [units.get(unit), sex != SexScope.ALL and SexScope(sex).label, groups.get(group), ends_on[:4]]
        beside = ", ".join(str(each) for each in (*of, ":".join(source)) if each)
        yield f"{definitions.get(definition, capfirst(DataPoint._meta.verbose_name))} ({beside})"


name_figures("need", say_needs)
name_figures("line", say_lines)
name_figures("map", say_map)
name_figures("base", say_bases)
name_figures("figure", say_points)
