"""Put Azurite, Microsoft's own stand-in of Azure Storage, into .cache/tools/azurite, for tests that publish there."""

from npm_package import Package, fetch

AZURITE = Package(
    name="azurite",
    version="3.37.0",
    integrity="sha512-dl2AXMkXtVlX9s3U3ttIQFFlKwe64k/ugSIVNT4V3qX488Ncw988rIHAs6apgUtfEzyqwtFN9MZp0Foq60Htag==",
    folder="azurite",
)

if __name__ == "__main__":
    raise SystemExit(fetch(AZURITE))
