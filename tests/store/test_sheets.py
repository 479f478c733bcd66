"""Spreadsheet files as people save them: what is in them is read, what is not a spreadsheet is named."""

import csv
import io
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.errors import Refusal
from bot.directory.model import Entry
from bot.directory.sheet import export
from store import csvtext, sheets
from tests.store.workbooks import Rows, Tab, archive, ods, xlsx

PEOPLE = [["Name", "Skills"], ["Zoë O’Hara", "NVivo; R, SPSS"], ["José", "interviews,\nfocus groups"]]


def read_bytes(folder: Path, data: bytes, name: str = "people.csv") -> list[tuple[str, ...]]:
    """Read the first sheet of a file with these contents."""
    path = folder / name
    path.write_bytes(data)
    return [row.cells for row in sheets.read(path)[0].rows]


def refusal(folder: Path, data: bytes, name: str = "people.csv") -> str:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(Refusal) as caught:
        sheets.read(path)
    return f"{caught.value} {caught.value.hint}"


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_with_every_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    data = as_csv(PEOPLE, delimiter).encode(encoding)
    assert read_bytes(tmp_path, data) == [tuple(row) for row in PEOPLE]


@pytest.mark.parametrize("name", ["José Núñez", "Jürgen", "Pérez", "Siân"])
@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_letters_of_another_system_are_refused_and_not_garbled(tmp_path: Path, encoding: str, name: str) -> None:
    said = refusal(tmp_path, f"Name,Skills\n{name},R\n".encode(encoding))
    assert said == "The letters of this file cannot be read. Save it again as “CSV UTF-8” or as .xlsx."


def test_one_stray_byte_does_not_garble_everybody_else(tmp_path: Path) -> None:
    assert "CSV UTF-8" in refusal(tmp_path, "Name,Skills\nJosé,R\n".encode() + b"Ren\xe9e,R\n")


@pytest.mark.parametrize(
    "name", ["Šimun Žižek", "Aleš Košar", "2019–2020", "nurse–patient’s ‘talk’", "“José”", "SÃO JOÃO", "NVivo™", "sœur"]
)
def test_what_windows_writes_is_not_taken_for_garbled(tmp_path: Path, name: str) -> None:
    assert read_bytes(tmp_path, f"Name,Skills\n{name},R\n".encode("cp1252"))[1][0] == name


def test_commas_inside_cells_do_not_make_a_comma_the_delimiter(tmp_path: Path) -> None:
    data = b"Name;Skills, methods\nAnna;NVivo, SPSS\nBen;R, Stata\n"
    assert read_bytes(tmp_path, data)[1] == ("Anna", "NVivo, SPSS")


def test_semicolons_inside_cells_do_not_make_a_semicolon_the_delimiter(tmp_path: Path) -> None:
    data = b"Name,Skills\nAnna,NVivo; SPSS\nBen,R; Stata\n"
    assert read_bytes(tmp_path, data)[1] == ("Anna", "NVivo; SPSS")


def test_a_title_above_the_headings_does_not_confuse_the_delimiter(tmp_path: Path) -> None:
    data = b"Directory, spring\n\nName;Email;Skills\nAnna;a@x.example;R\n"
    assert read_bytes(tmp_path, data)[2] == ("Name", "Email", "Skills")


def test_a_file_of_one_column_stays_one_column(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"Name\nAnna\nBen\n") == [("Name",), ("Anna",), ("Ben",)]


def test_the_line_with_which_excel_names_its_delimiter_is_no_row(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"sep=;\r\nName;Skills\r\nAnna;R\r\n")[0] == ("Name", "Skills")


def test_rows_are_numbered_as_spreadsheet_programs_number_them(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b'Name,Skills\n\n"Anna","NVivo,\nSPSS"\nBen,R\n')
    assert [(row.number, row.cell(0)) for row in sheets.read(path)[0].rows] == [
        (1, "Name"), (2, ""), (3, "Anna"), (4, "Ben"),
    ]  # fmt: skip


def test_a_quotation_mark_left_open_is_named_with_its_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, b'Name,Skills\nAnna,R\nBen,"NVivo\nCleo,SPSS\n')
    assert "line 3" in said
    assert "never closed" in said


@pytest.mark.parametrize("write", [xlsx, ods])
def test_workbooks_are_read_like_csv(tmp_path: Path, write: Callable[[Mapping[str, Tab]], bytes]) -> None:
    assert read_bytes(tmp_path, write({"Members": Tab(PEOPLE)}), "people.bin") == [tuple(row) for row in PEOPLE]


def test_numbers_and_days_read_as_they_are_shown(tmp_path: Path) -> None:
    tab = Tab([["Name", "Since", "Cohort", "Score"], ["Anna", 45688, 14.0, 2.5]], days=frozenset({"B2"}))
    assert read_bytes(tmp_path, xlsx({"A": tab}))[1] == ("Anna", "2025-01-31", "14", "2.5")


def test_merged_cells_say_the_same_in_every_row_they_span(tmp_path: Path) -> None:
    rows: Rows = [
        ["Directory", None, None],
        ["Name", "Organisation", "Skills"],
        ["Anna", "Leeds", "R"],
        ["Ben", None, "SPSS"],
    ]
    data = xlsx({"A": Tab(rows, merged=["A1:C1", "B3:B4"])})
    assert read_bytes(tmp_path, data) == [
        ("Directory", "Directory", "Directory"),
        ("Name", "Organisation", "Skills"),
        ("Anna", "Leeds", "R"),
        ("Ben", "Leeds", "SPSS"),
    ]


def test_merged_cells_of_opendocument_say_the_same_in_every_row_they_span(tmp_path: Path) -> None:
    rows: Rows = [
        ["Name", "Organisation", "Skills"],
        ["Anna", "Leeds", "R"],
        ["Ben", None, "SPSS"],
        ["Cleo", None, "C"],
    ]
    data = ods({"Empty": Tab([]), "A": Tab(rows, merged=["B2:B3"])})
    path = tmp_path / "people.ods"
    path.write_bytes(data)
    assert [row.cell(1) for row in sheets.read(path)[1].rows] == ["Organisation", "Leeds", "Leeds", ""]


def test_every_sheet_is_read_and_hidden_ones_are_known(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(xlsx({"Old": Tab(PEOPLE, hidden=True), "Empty": Tab([]), "Members": Tab(PEOPLE)}))
    assert [(one.name, one.hidden, len(one.rows)) for one in sheets.read(path)] == [
        ("Old", True, 3), ("Empty", False, 0), ("Members", False, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "people.csv", "is a PDF"),
        (b"%PDF-1.7\n", "people.xlsx", "is a PDF"),
        (archive({"word/document.xml": "<w/>"}), "people.xlsx", "is a text document"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "people.ods", "is a text document"),
        (archive({"Index/Document.iwa": ""}), "people.numbers", "is an Apple Numbers file"),
        (archive({"holiday.jpg": ""}), "people.xlsx", "is a zip archive"),
        (b"\x89PNG\r\n\x1a\n\0\0", "people.csv", "is a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "people.xlsx", "is a picture"),
        (b"<!DOCTYPE html><table><tr><td>Name", "people.xls", "is a web page"),
        (b"{\\rtf1 Name}", "people.csv", "is a rich-text document"),
        (b"SQLite format 3\0rest", "people.csv", "is a database"),
        (b"Name\0Skills\x01\x02", "people.csv", "is no text and no spreadsheet"),
        (b"PK\x03\x04 and then nothing", "people.xlsx", "is no text and no spreadsheet"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "password",
        ),
        (b"", "people.csv", "is empty"),
        (b" \n \n", "people.csv", "is empty"),
        (b"Name,Skills\nAnna,\x81\x8d\x8f", "people.csv", "cannot be read"),
    ],
)
def test_what_is_no_spreadsheet_is_named_whatever_it_is_called(
    tmp_path: Path, data: bytes, name: str, said: str
) -> None:
    assert said in refusal(tmp_path, data, name)


def test_a_workbook_is_known_by_what_is_in_it_not_by_its_name(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, xlsx({"A": Tab(PEOPLE)}), "people.csv")[0] == ("Name", "Skills")
    assert read_bytes(tmp_path, as_csv(PEOPLE).encode(), "people.xlsx")[0] == ("Name", "Skills")


def test_a_damaged_workbook_is_a_sentence(tmp_path: Path) -> None:
    broken = archive({"xl/workbook.xml": "<workbook"})
    assert "cannot be read" in refusal(tmp_path, broken, "people.xlsx")
    assert "cannot be read" in refusal(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "people.xls")


def test_a_folder_and_a_missing_file_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is a folder"):
        sheets.read(tmp_path)
    with pytest.raises(Refusal, match="There is no file"):
        sheets.read(tmp_path / "nowhere.csv")


def test_a_sheet_with_more_rows_than_any_directory_is_refused(tmp_path: Path) -> None:
    assert "100,000 rows" in refusal(tmp_path, b"Name,Skills\n" + b"Anna,R\n" * 100_001)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("wb") as file:
        file.truncate(sheets.MOST_BYTES + 1)
    with pytest.raises(Refusal, match="at most 50 MB"):
        sheets.read(path)


def test_nor_does_one_in_an_opendocument_spreadsheet_and_empty_ones_reach_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "people.ods"
    far = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="16383"/>{}'
    empty = far.format(1_048_000, "</table:table-row>")
    filled = far.format(1, "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>")
    path.write_bytes(ods({"Members": Tab(PEOPLE, below=empty)}))
    assert len(sheets.read(path)[0].rows) == len(PEOPLE)
    path.write_bytes(ods({"Members": Tab(PEOPLE, below=empty + filled)}))
    with pytest.raises(Refusal, match="larger than any directory"):
        sheets.read(path)


def test_one_forgotten_cell_at_the_far_end_does_not_take_all_memory(tmp_path: Path) -> None:
    far = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576">'
    far += '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    path = tmp_path / "people.xlsx"
    path.write_bytes(archive({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": far}))
    with pytest.raises(Refusal, match="larger than any directory"):
        sheets.read(path)


def test_what_is_written_opens_in_excel_and_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    sheets.write(path, PEOPLE)
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"Name","Skills"\r\n')
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    assert [row.cells for row in sheets.read(path)[0].rows] == [tuple(row) for row in PEOPLE]


def test_a_file_that_is_there_is_not_replaced_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("precious")
    with pytest.raises(Refusal, match="there already"):
        sheets.write(path, PEOPLE)
    assert path.read_text() == "precious"
    sheets.write(path, PEOPLE, replace=True)
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"Name"')
    assert os.listdir(tmp_path) == ["out.csv"]  # noqa: PTH208 - nothing temporary stays behind


def test_an_export_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(Refusal, match="cannot be written"):
        sheets.write(tmp_path / "out.csv", PEOPLE, replace=True)
    assert os.listdir(tmp_path) == ["out.csv"]  # noqa: PTH208 - hidden files count


def test_every_cell_is_quoted_so_that_no_program_parts_it_elsewhere() -> None:
    assert sheets.encode([["R; SPSS", "a;=1+1"]]) == '\ufeff"R; SPSS","a;=1+1"\r\n'.encode()


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written"):
        sheets.write(tmp_path / "nowhere" / "out.csv", PEOPLE)


TEXT = st.text(alphabet="a ;,\t|\"'\n\rÉ=", max_size=12) | st.text(max_size=12)


@given(
    st.lists(st.builds(Entry, id=st.just("1a"), name=TEXT, skills=st.lists(TEXT).map(tuple), about=TEXT), max_size=4)
)
def test_every_export_reads_back_cell_by_cell(entries: list[Entry]) -> None:
    rows = export.rows(entries)
    assert [row.cells for row in csvtext.parse(sheets.encode(rows))] == rows
