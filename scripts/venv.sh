#!/bin/sh
# Makes a virtual environment in $1 with the newest Python from 3.11 on that can, or says in words what is missing.
set -eu
seen=no
for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
    seen=yes
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue
    exec "$python" -m venv "$1"
done
if [ "$seen" = yes ]; then
    echo 'The Python on this machine cannot make virtual environments.' >&2
    echo 'hint: on Debian and Ubuntu, install the package python3-venv' >&2
else
    echo 'No Python from 3.11 on was found on this machine.' >&2
    echo 'hint: install Python 3.11 or newer, with its venv module' >&2
fi
exit 1
