"""When memory last took away by itself what it need not keep."""

from memory.records.upkeep import UpkeepRecord
from memory.stores.table import Kind

UPKEEP = Kind("upkeep", UpkeepRecord, lambda _: "retention")
