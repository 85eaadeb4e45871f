#!/bin/sh
# Fetches Leaflet from the npm registry into static/vendor/leaflet, checked against its published hash.
set -eu

version="1.9.4"
sha512="nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA=="
project="$(cd "$(dirname "$0")/.." && pwd)"
target="$project/static/vendor/leaflet"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent "leaflet@$version" >/dev/null
archive="leaflet-$version.tgz"
found="$(openssl dgst -sha512 -binary "$archive" | openssl base64 -A)"
if [ "$found" != "$sha512" ]; then
  echo "leaflet $version: the archive does not have the expected hash" >&2
  exit 1
fi
tar -xzf "$archive"

mkdir -p "$target/images"
cp package/LICENSE package/dist/leaflet.js package/dist/leaflet.css "$target/"
cp package/dist/images/layers.png package/dist/images/layers-2x.png \
   package/dist/images/marker-icon.png "$target/images/"
# The map of the source is not served, so the script does not point at it.
sed -i '/^\/\/# sourceMappingURL=/d' "$target/leaflet.js"
printf 'leaflet %s, BSD-2-Clause, https://leafletjs.com\n' "$version" >"$target/VERSION"
echo "leaflet $version is in static/vendor/leaflet"
