"""The desk of doors that live on: it takes their requests, and hands them to processes that are warm.

Each process has one wired agent and does one thing at a time, so neither a slow compile nor one that ends its process
holds up anybody else, and the door's event loop only ever waits.
"""

from agent.doors.desk.desk import Desk as Desk
from agent.doors.desk.desk import Progress as Progress
from agent.doors.desk.desk import TooBusyError as TooBusyError
