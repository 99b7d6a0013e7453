"""The door of the fleet: events come in, work is spread over workers, and each of them carries it out.

Work waits in docket (https://github.com/chrisguidry/docket), which has the queue, the leases and the retries; here is
only what is ours: where events come in, what work is, and what becomes of what fails for good.
"""
