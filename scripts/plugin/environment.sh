#!/bin/sh
# The Python that runs the program, with the packages it needs. Where there is a choice: that of a
# checkout (`.venv/`, by scripts/bootstrap), else the environment that is made here, once, in the
# plugin's data folder. The program itself is never installed: it runs from where it lies.
#
# bin/dlt-proof and the hooks source it:
#     . "$root/scripts/plugin/environment.sh"
#     find_environment "$root"
#     exec "$environment_python" $environment_flags "$root/scripts/lint.py" …
# As a program it prints the Python, or says why there is none and ends with 3:
#     environment.sh                       only looks
#     environment.sh --make                makes it where it is not there, and waits
#     environment.sh --make-in-background  as that, and does not wait
#     environment.sh --with-models         makes it with what `--backend anthropic` needs, for good

# find_environment ROOT: looks, quickly and without starting a Python. ROOT is the absolute path of
# the folder with SKILL.md. Sets
#   environment_state   ready, making (somebody is), failed (the last time), missing
#   environment_python  the Python, where ready, else empty
#   environment_flags   to start it with: nothing is to be written into the plugin's folder
#   environment_reason  where not ready: one line that says why, and what to do
find_environment() {
    environment_root=$1
    environment_state=ready environment_flags= environment_reason=
    environment_python=$1/.venv/bin/python
    if [ -f "$1/.venv/.made-from" ] && [ -x "$environment_python" ]; then
        return 0
    fi
    environment_flags=-B
    place_environments "$1"
    if [ -n "$environments" ]; then
        name_environment "$1"
        # Its Python is a link: where that Python was removed, this leads nowhere.
        for environment_python in "$environments/$environment_digest"-*/bin/python; do
            [ ! -x "$environment_python" ] || return 0
        done
    fi
    environment_python=
    if [ -z "$environments" ]; then
        environment_state=failed
        environment_reason="there is no folder for its Python packages: HOME is not set"
    elif is_made "$environments/$environment_digest.making"; then
        environment_state=making
        environment_reason="its Python packages are being prepared, once (about a minute): dlt-proof --version waits"
    elif read -r why 2>/dev/null <"$environments/$environment_digest.failed"; then
        environment_state=failed
        environment_reason="$why; then run dlt-proof --version"
    else
        environment_state=missing
        environment_reason="its Python packages are not there yet: run dlt-proof --version"
    fi
}

# is_made NOTE: whether the process is there that noted its number, not so long ago that the number
# may be another's by now.
is_made() {
    read -r pid 2>/dev/null <"$1" && kill -0 "$pid" 2>/dev/null && [ -n "$(find "$1" -mmin -60)" ]
}

# place_environments ROOT: sets `environments`, the folder for all of them. It follows from where
# the plugin lies, as only hooks are told CLAUDE_PLUGIN_DATA and commands need the same one.
place_environments() {
    of_plugin=${1%/*}            # <plugins>/cache/<marketplace>/<plugin>/<version>
    of_marketplace=${of_plugin%/*}
    of_cache=${of_marketplace%/*}
    if [ "${of_cache##*/}" = cache ] && [ -f "${of_cache%/*}/installed_plugins.json" ]; then
        environments=${of_cache%/*}/data/${of_plugin##*/}-${of_marketplace##*/}/environment
    elif [ -n "${XDG_DATA_HOME:-}" ]; then
        environments=$XDG_DATA_HOME/dlt-proof/environment
    else
        environments=${HOME:+$HOME/.local/share/dlt-proof/environment}
    fi
}

# name_environment ROOT: sets `environment_requirements`, the file that pins the packages, and
# `environment_digest`, another one for other packages and other kinds of machine.
name_environment() {
    environment_requirements=$1/requirements/runtime.txt
    if [ -f "$environments/with-models" ]; then
        environment_requirements=$1/requirements/models.txt
    fi
    environment_digest=$({ cat "$environment_requirements" && uname -sm; } | cksum)
    environment_digest=${environment_digest%% *}
}

# make_environment [--background]: after `find_environment`, where it is not ready. Ends with 3
# where it cannot be made, with one line that says why.
make_environment() {
    . "$environment_root/scripts/plugin/python.sh"
    environment_reason=
    case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*) environment_reason="on Windows it runs inside WSL only" ;;
    esac
    if [ -n "$environment_reason" ]; then
        :
    elif [ -z "$environments" ]; then
        environment_reason="there is no folder for its Python packages: HOME is not set"
    elif ! find_python; then
        environment_reason=$(why_no_python)
    elif ! command -v uv >/dev/null && lacks_venv "$found_python"; then
        environment_reason=$(why_no_venv "$found_python")
    fi
    if [ -n "$environment_reason" ]; then
        { mkdir -p "$environments" &&
            echo "$environment_reason" >"$environments/$environment_digest.failed"; } 2>/dev/null
        echo "dlt-proof: $environment_reason" >&2
        return 3
    fi
    "$found_python" -I "$environment_root/scripts/plugin/make_environment.py" "$@" \
        "$environments" "$environment_digest" "$environment_requirements"
}

case ${0##*/} in environment.sh) ;; *) return 0 ;; esac

set -u
unset CDPATH
case $0 in */*) root=${0%/*}/../.. ;; *) root=../.. ;; esac
root=$(cd "$root" && pwd -P) || exit 3
find_environment "$root"
case ${1:-} in
'') ;;
--make) [ "$environment_state" = ready ] || make_environment || exit ;;
--make-in-background)
    [ "$environment_state" = ready ] || make_environment --background
    exit
    ;;
--with-models)
    place_environments "$root"
    mkdir -p "$environments" && : >"$environments/with-models" || exit 3
    find_environment "$root"
    [ "$environment_state" = ready ] || make_environment || exit
    ;;
*)
    echo "usage: environment.sh [--make | --make-in-background | --with-models]" >&2
    exit 2
    ;;
esac
find_environment "$root"
if [ "$environment_state" = ready ]; then
    echo "$environment_python"
    exit 0
fi
echo "dlt-proof: $environment_reason" >&2
exit 3
