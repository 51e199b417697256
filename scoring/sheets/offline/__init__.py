"""One expert's sheet as a workbook: filled in without a network, read back, every fault told by its cell.

``write_offline(sheet, say, at) -> bytes``, ``offline_reader(data, file, words) -> Read``.
"""

from scoring.sheets.offline.model import Filled, FilledRow, OfflineMark, OfflineSheet, Read
from scoring.sheets.offline.reading import offline_reader
from scoring.sheets.offline.writing import write_offline

__all__ = ["Filled", "FilledRow", "OfflineMark", "OfflineSheet", "Read", "offline_reader", "write_offline"]
