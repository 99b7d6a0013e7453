"""Has eight clients keep a server busy with generations: ``... benchmarks.children.throughput ADDRESS BUNDLE``."""

import json
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.children.serving import WARM_UP, asked

#: Of each client.
_REQUESTS = 10


def main(address: str, bundle: str) -> None:
    """Print the seconds that all requests took together."""
    host, content = urlsplit(address).netloc, Path(bundle).read_bytes()
    asked(host, content, "force=true", WARM_UP)
    started = time.perf_counter()
    asked(host, content, "force=true", _REQUESTS)
    print(json.dumps(time.perf_counter() - started))


if __name__ == "__main__":
    main(*sys.argv[1:])
