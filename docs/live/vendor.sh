#!/usr/bin/env bash
# Fetches anew what vendor/ holds, in the versions of package-lock.json and wheels.txt. Refuses a wheel whose hash neither
# Pyodide's lock nor wheels.txt names. It is for whoever takes a newer version; nothing else runs it, and the site is built
# without it. Needs Node, pip and unzip.
set -euo pipefail
cd "$(dirname "$0")"

# wheels.txt has what pip finds itself. Of numpy, matplotlib, kiwisolver and pillow, PyPI has no release for this platform
# (looked up in November 2026), so they come out of a package that carries Pyodide's own builds. Once pip finds one of
# them, it belongs into wheels.txt.
carrier=open-webui==0.12.4
platform=pyemscripten_2026_0_wasm32

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm ci --ignore-scripts --silent
mkdir -p vendor/{pyodide,numpy,drawing,codemirror}
rm -f vendor/*/*.{mjs,js,gz,zip,whl} # the licences of Pyodide and Python stay: its package has none

cp node_modules/pyodide/{pyodide.mjs,pyodide.asm.mjs,python_stdlib.zip} vendor/pyodide/
gzip -9n <node_modules/pyodide/pyodide.asm.wasm >vendor/pyodide/pyodide.asm.wasm.gz

pip download --quiet --no-deps --dest "$work" "$carrier"
unzip -qj "$work"/*.whl 'open_webui/frontend/pyodide/*.whl' -d "$work/wheels"
node wheels.js "$work/wheels" vendor/numpy numpy
node wheels.js "$work/wheels" vendor/drawing matplotlib kiwisolver pillow
pip download --quiet --no-deps --dest vendor/drawing --require-hashes --requirement wheels.txt --only-binary :all: \
  --platform "$platform" --platform any --python-version 3.14 --implementation cp --abi cp314 --abi none

node node_modules/esbuild/bin/esbuild codemirror.js --bundle --minify --format=esm --target=es2022 \
  --legal-comments=none --outfile=vendor/codemirror/codemirror.js
cp node_modules/@codemirror/view/LICENSE vendor/codemirror/
node versions.js
