#!/usr/bin/env bash
# Fetches anew what vendor/ holds, in the versions of package-lock.json, and refuses a wheel that Pyodide's lock does not name.
# It is for whoever takes a newer version; nothing else runs it, and the site is built without it. Needs Node, pip and unzip.
set -euo pipefail
cd "$(dirname "$0")"

# No registry has wheels for Pyodide but as part of this package.
carrier=open-webui==0.12.4
# What matplotlib needs to draw. Its lock entry names pytz and fonttools too, which only other output formats use.
drawing=(matplotlib contourpy cycler kiwisolver packaging pillow pyparsing python-dateutil six)

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
node wheels.js "$work/wheels" vendor/drawing "${drawing[@]}"

node node_modules/esbuild/bin/esbuild codemirror.js --bundle --minify --format=esm --target=es2022 \
  --legal-comments=none --outfile=vendor/codemirror/codemirror.js
cp node_modules/@codemirror/view/LICENSE vendor/codemirror/
node versions.js
