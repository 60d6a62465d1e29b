#!/bin/sh
# Installs geomap into a new environment, with the locked versions of what it needs, and compiles the gazetteer there.
#
#     packaging/install.sh ENVIRONMENT [SOURCE]
#
# SOURCE is a source distribution or a wheel, by default this folder. Only what requirements/run.txt locks by its hash is downloaded;
# geomap itself is then built and installed without a network. The Dockerfile and .ci/run use this script.
set -eu
[ $# -ge 1 ] && [ $# -le 2 ] || { echo "usage: packaging/install.sh ENVIRONMENT [SOURCE]" >&2; exit 2; }
project=$(cd "$(dirname "$0")/.." && pwd -P)
environment=$1
source=${2:-$project}
[ ! -e "$environment" ] || { echo "$environment exists; name a new folder" >&2; exit 2; }

python3 -m venv "$environment"
pip() { "$environment/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
pip install --no-cache-dir --no-deps --require-hashes -r "$project/requirements/run.txt"
pip install --no-cache-dir --no-deps --no-index --no-build-isolation "$source"
XDG_CACHE_HOME="$environment/cache" "$environment/bin/gazetteer" info >/dev/null
chmod -R a+rX "$environment"
