"""Pictures of the main pages for docs/pages.md, of a server with a few runs: `make screenshots`."""

import os
import tempfile
from pathlib import Path

from agent.bootstrap import build_agent
from agent.bootstrap.use_cases.generate import build_generate
from agent.settings import Settings
from agent.use_cases.generate import GenerateCommand
from agent.use_cases.inputs.bundles import BundleFiles
from foundation.model.destination import workspace
from foundation.model.run.request import Options
from scripts.browser import browser
from tests.support.http_server import serving

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
#: The bundles that are generated, with what is said otherwise.
_RUNS = (
    ("minimal.yaml", []),
    ("billing-api.yaml", []),
    ("order-service.yaml", []),
    ("order-service.yaml", ["component.container_image=ghcr.io/connectsoft/orderservice:1.0.1"]),
    ("order-service.yaml", ["component.container_image=ghcr.io/connectsoft/orderservice:latest"]),
)
_WIDTHS = (360, 1024, 1600)


def main() -> None:
    """Write the pictures."""
    os.chdir(ROOT)  # so that records name the bundles as people do
    with tempfile.TemporaryDirectory(prefix="screenshots-") as name:
        settings = Settings(state_dir=Path(name, "state"), workspace=Path(name))
        ids = [_generate(settings, Path("examples", bundle), said) for bundle, said in _RUNS]
        with serving(settings) as client:
            _take(str(client.base_url).rstrip("/"), ids)


def _generate(settings: Settings, bundle: Path, said: list[str]) -> str:
    asked = GenerateCommand(
        bundles=BundleFiles(paths=[str(bundle)], assignments=said),
        options=Options(destination=workspace(str(settings.workspace / bundle.stem))),
    )
    (result,) = build_generate(settings, agent=build_agent(settings))(asked).results
    return result.run_id or ""


def _take(address: str, ids: list[str]) -> None:
    pages = {
        "runs": "/ui/runs",
        "run": f"/ui/runs/{ids[-1]}",
        "changes": f"/ui/runs/{ids[3]}/changes?path=manifests/dev/deployment.yaml",
        "components": "/ui/components",
        "values": f"/ui/runs/{ids[3]}/values",
        "fleet": "/ui/fleet",
    }
    PICTURES.mkdir(exist_ok=True)
    with browser() as chromium:
        for name, path in pages.items():
            for width in _WIDTHS:
                context = chromium.new_context(base_url=address, viewport={"width": width, "height": 800})
                page = context.new_page()
                page.goto(path)
                page.screenshot(path=PICTURES / f"{name}-{width}.png")
                context.close()


if __name__ == "__main__":
    main()
