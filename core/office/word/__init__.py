"""Word-processor files: real styles, a language, headers and footers, tables with repeated heads, and HTML as text."""

from core.office.word.file import WordFile, describe
from core.office.word.markup import write_markup
from core.office.word.pictures import write_pictures
from core.office.word.tables import write_facts, write_printed

__all__ = ["WordFile", "describe", "write_facts", "write_markup", "write_pictures", "write_printed"]
