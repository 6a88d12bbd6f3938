"""The parts of a DOCX or ODT: the main part found by the package's relations, XML parsed without entities."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # of lxml, which brings no types

STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
ENCRYPTED = b"encryption-data"
REPORT = "report.json"
DRAWN = re.compile(r"word/(?:charts/chart|diagrams/data)\d*\.xml|Object \d+/content\.xml")


class PackageRefused(Exception):
    """The package is not read further; `cause` is what was found in it."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def parsed(content: bytes) -> Element:
    """The root of an XML part; entities of its own, damage and endless nesting are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(STRICT.sub(TRANSITIONAL, content), parser)
    except etree.XMLSyntaxError as error:
        raise PackageRefused("nested" if "depth" in str(error) else "damaged") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise PackageRefused("entities")
    return root


class Archive:
    """The members of a package, unpacked one by one within `room` bytes, and written back with what was changed."""

    def __init__(self, content: bytes, room: int) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
            raise PackageRefused("damaged") from error
        self.names = frozenset(self._zip.namelist())
        self.room = room
        self.roots: dict[str, Element] = {}

    def read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as member:
                content = member.read(self.room + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise PackageRefused("damaged") from error
        self.room -= len(content)
        if self.room < 0:
            raise PackageRefused("unpacked")
        return content

    def root(self, name: str) -> Element | None:
        """The part's root, the same one each time, so that changes are written back; None where it is missing."""
        if name not in self.roots:
            if name not in self.names:
                return None
            self.roots[name] = parsed(self.read(name))
        return self.roots[name]

    def relations(self, part: str = "") -> Iterator[tuple[str, str, str]]:
        """(id, kind, target) of what `part` relates to inside the package; "" is the package itself."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self.names:
            return
        for each in parsed(self.read(source)).iter(RELATION):
            if each.get("TargetMode") != "External":
                target = each.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], path

    def main_part(self) -> str | None:
        """The part that the package's relations name as its document."""
        return next((target for _id, kind, target in self.relations() if kind == "officeDocument"), None)

    def content_type(self, part: str) -> str:
        if "[Content_Types].xml" not in self.names:
            return ""
        overrides = parsed(self.read("[Content_Types].xml")).iter(CONTENT_TYPE)
        return next((each.get("ContentType", "") for each in overrides if each.get("PartName") == f"/{part}"), "")

    def drawings(self) -> int:
        """Charts and diagrams, which are parts of their own."""
        return sum(1 for name in self.names if DRAWN.fullmatch(name))

    def refuse_encrypted(self) -> None:
        if "META-INF/manifest.xml" in self.names and ENCRYPTED in self.read("META-INF/manifest.xml"):
            raise PackageRefused("password")

    def written(self, report: bytes) -> bytes:
        """The changed parts and the report as one more member; pictures only keep their names."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
            for name in dict.fromkeys(self._zip.namelist()):
                if name in self.roots:
                    new.writestr(name, etree.tostring(self.roots[name], xml_declaration=True, encoding="UTF-8"))
                elif name != REPORT:
                    is_read = name.endswith((".xml", ".rels", "mimetype"))
                    new.writestr(name, STRICT.sub(TRANSITIONAL, self.read(name)) if is_read else b"")
            new.writestr(REPORT, report)
        return made.getvalue()
