#!/usr/bin/env bash
# The steps of the Dockerfile in a clean virtual environment, for machines without a container engine:
# what is installed is what the lock pins, and the result starts, learns and answers. Needs no root.
#   deploy/rehearse.sh [FOLDER]       keeps everything in FOLDER, else in a temporary one
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
if [ $# -gt 0 ]; then
  work=$1
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
python=${PYTHON:-python3}
pip="-m pip --disable-pip-version-check --quiet"

mkdir -p "$work/build/deploy"
cp -r "$here"/{bot,handlers,knowledge,requirements.lock,pyproject.toml,README.md,LICENSE} "$work/build"
cp "$here/deploy/locked.py" "$work/build/deploy"
cd "$work/build"
"$python" -m venv "$work/venv"
"$python" deploy/locked.py runtime > runtime.lock
"$python" deploy/locked.py build > build.lock
"$work/venv/bin/python" $pip install --no-deps --require-hashes -r runtime.lock
"$python" -m venv tools
tools/bin/python $pip install --no-deps --require-hashes -r build.lock
tools/bin/python $pip wheel --no-deps --no-index --no-build-isolation --wheel-dir wheel .
"$work/venv/bin/python" $pip install --no-deps --no-index wheel/*.whl
"$work/venv/bin/python" $pip check
cd "$work"
export XDG_CACHE_HOME="$work/cache"
venv/bin/eu-celac-bot check
venv/bin/eu-celac-bot learn
venv/bin/eu-celac-bot ask "What is CELAC?" || [ $? -eq 1 ]  # 1: it asks back
echo "Rehearsed in $work: $(du -sh venv | cut -f1) of packages."
