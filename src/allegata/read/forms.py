"""In which form a page sets a block: paragraph, heading, item of a list, cell of a table, quotation."""

from ..records import ZoneForm
from .markup import TITLES, Element

OF_TAG = {"li": ZoneForm.ITEM, "dt": ZoneForm.ITEM, "dd": ZoneForm.ITEM, "blockquote": ZoneForm.QUOTE, "q": ZoneForm.QUOTE}
CELLS = frozenset(("td", "th"))
NEAR = 4
"""Elements looked through above a block: paragraphs within an item, a cell, a quotation."""
FEWEST = 2
"""Rows, and cells in each, of a table that holds data; old pages set their whole layout in tables."""
LONGEST_CELL = 400
"""Characters of source in a data table's cells on average."""


class Forms:
    """Forms of one page's blocks; what is a table of data is found out once for each table."""

    def __init__(self) -> None:
        self._tables: dict[Element, bool] = {}

    def of(self, element: Element) -> ZoneForm:
        """By the nearest element around that says it."""
        if element.tag in TITLES:
            return ZoneForm.HEADING
        around = [element, *(above for above, _ in zip(element.ancestors, range(NEAR), strict=False))]
        for each in around:
            if each.tag in OF_TAG:
                return OF_TAG[each.tag]
            if each.tag in CELLS:
                return ZoneForm.CELL if self._holds_data(each) else ZoneForm.PARAGRAPH
            if each.tag in ("article", "section", "main"):
                break
        return ZoneForm.PARAGRAPH

    def _holds_data(self, cell: Element) -> bool:
        table = next((above for above in cell.ancestors if above.tag == "table"), None)
        if table is None:
            return False
        if table not in self._tables:
            self._tables[table] = _is_data(table)
        return self._tables[table]


def _is_data(table: Element) -> bool:
    """Whether a table has rows of several short cells and no other table in it."""
    below = list(table.walk())[1:]
    cells = [element for element in below if element.tag in CELLS]
    rows: dict[Element | None, int] = {}
    for cell in cells:
        rows[cell.parent] = rows.get(cell.parent, 0) + 1
    if any(element.tag == "table" for element in below) or sum(size >= FEWEST for size in rows.values()) < FEWEST:
        return False
    return sum(cell.end - cell.at for cell in cells) <= LONGEST_CELL * len(cells)
