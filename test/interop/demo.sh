#!/usr/bin/env bash
# The whole campaign twice on one data folder, its numbers, its masks against the published ones, its COCO file in pycocotools.
set -eu
cd "$(dirname "$0")/../.."
home=$(mktemp -d)
chmod 755 "$home"
trap 'rm -rf "$home"' EXIT
export MUSTER_HOME="$home/data"
npm run -s demo -- --json | tee "$home/first.txt"
npm run -s demo -- --json >"$home/second.txt"
node test/interop/check-demo.mjs "$home/first.txt" "$home/second.txt"

release=$(tail -n 1 "$home/first.txt" | node -e 'console.log(JSON.parse(require("node:fs").readFileSync(0)).releasePath)')
if python3 -m venv "$home/venv" >/dev/null 2>&1 && "$home/venv/bin/pip" install -q pycocotools >/dev/null 2>&1; then
  "$home/venv/bin/python" test/interop/check_coco.py "$release/instances.json"
else
  echo 'SKIPPED pycocotools: no python3 with venv and pip'
fi
npm run -s muster -- verify-audit "$(dirname "$release")/audit.json"
(cd "$release" && sha256sum --quiet -c CHECKSUMS) && echo 'checksums hold'
