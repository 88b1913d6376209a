"""Sheets as files: CSV as any spreadsheet saves it, and XLSX."""

import csv
import io
import zipfile
from dataclasses import dataclass

import openpyxl
import tablib
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX

from articles.admin.exchange.cells import cell_text, guarded

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 20_000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_COLUMNS = 60
FORMATS = {"csv": CSV, "xlsx": XLSX}


class SheetError(Exception):
    """A file that is no sheet we can read; the message says what to do."""


@dataclass
class Sheet:
    """The columns of a sheet, and its rows but the empty ones: ``(number of the row in the file, {column: text})``."""

    columns: list
    rows: list


def read(content, name):
    """The sheet in ``content``, the bytes of a file called ``name``. Raises SheetError."""
    if len(content) > MOST_BYTES:
        raise SheetError(_("The file is larger than %(size)s MB. Divide it.") % {"size": MOST_BYTES // 1024 // 1024})
    lines = _lines_of_xlsx(content) if content[:2] == b"PK" else _lines_of_csv(content, name)
    try:
        number, head = next(line for line in lines if any(line[1]))
    except StopIteration:
        raise SheetError(_("The file is empty.")) from None
    columns = [column.strip().lower() for column in head]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > _MOST_COLUMNS:
        raise SheetError(_("The first row has too many columns: it must hold the names of columns."))
    rows = []
    for number, cells in lines:
        if not any(cells):
            continue
        if any(cells[len(columns) :]):
            raise SheetError(_("Row %(number)s has a cell to the right of the last column.") % {"number": number})
        if len(rows) == MOST_ROWS:
            raise SheetError(_("The file has more than %(rows)s rows. Divide it.") % {"rows": MOST_ROWS})
        rows.append((number, dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=False))))
    return Sheet(columns, rows)


def _lines_of_csv(content, name):
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError(
            _("“%(name)s” is not in UTF-8. Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx).") % {"name": name}
        ) from None
    if "\0" in text:
        raise SheetError(_("“%(name)s” is not a text. Choose a .csv or an .xlsx file.") % {"name": name})
    head = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        before = 0
        for cells in reader:
            yield before + 1, [cell_text(cell) for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        told = {"line": reader.line_num, "error": error}
        raise SheetError(_("Line %(line)s cannot be read: %(error)s.") % told) from None


def _lines_of_xlsx(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise SheetError(_("The workbook is too large when unpacked. Divide it."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except SheetError:
        raise
    except Exception as error:  # whatever a broken archive makes the library raise
        raise SheetError(_("The workbook cannot be read. Save it again as .xlsx, or as “CSV UTF-8”.")) from error
    table = book.worksheets[0]
    table.reset_dimensions()  # what the file says of its size may be wrong
    for number, cells in enumerate(table.iter_rows(values_only=True, max_col=_MOST_COLUMNS + 1), start=1):
        yield number, [cell_text(cell) for cell in cells]


def write(dataset, kind):
    """A dataset as the bytes of a file of ``kind`` (``csv`` or ``xlsx``), every cell text that computes nothing."""
    safe = tablib.Dataset(headers=dataset.headers, title=dataset.title)
    for row in dataset:
        safe.append([guarded(cell) for cell in row])
    made = FORMATS[kind]().export_data(safe)
    # The mark at the beginning tells a spreadsheet that it is UTF-8.
    return ("\ufeff" + made).encode() if isinstance(made, str) else made


def content_type(kind):
    """The media type of a file of ``kind``."""
    charset = "; charset=utf-8" if kind == "csv" else ""
    return f"{FORMATS[kind].CONTENT_TYPE}{charset}"
