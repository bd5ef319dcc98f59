# Sourced, by bootstrap and environment.sh: which Python this machine has. It makes nothing.

# find_python: sets `found_python` to a Python of 3.11 or newer, the locked versions first.
find_python() {
    found_python=
    of_uv=$(uv python find --no-project '>=3.11' 2>/dev/null) || of_uv=
    for range in '(3, 11) <= v < (3, 14)' '(3, 11) <= v'; do
        for candidate in python3 python3.13 python3.12 python3.11 "$of_uv"; do
            if [ -n "$candidate" ] && "$candidate" -c \
                "import sys; v = sys.version_info; sys.exit(not ($range))" 2>/dev/null; then
                found_python=$candidate
                return 0
            fi
        done
    done
    return 1
}

# why_no_python: prints what is missing where `find_python` found none.
why_no_python() {
    there=$(python3 -c 'import sys; print("python3 is %d.%d" % sys.version_info[:2])' 2>/dev/null) ||
        there="there is no python3"
    echo "Python 3.11 or newer is needed and none is on the PATH ($there)"
}

# lacks_venv PYTHON: whether it can make no virtual environments, as Debian's alone.
lacks_venv() {
    ! "$1" -c 'import venv, ensurepip' 2>/dev/null
}

# venv_package PYTHON: prints what Debian calls the package with the module venv.
venv_package() {
    "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

# why_no_venv PYTHON: prints what is missing where it `lacks_venv`, and what to do.
why_no_venv() {
    if command -v apt-get >/dev/null; then
        echo "$1 lacks the module venv: run 'sudo apt-get install $(venv_package "$1")'"
    else
        echo "$1 lacks the modules venv and ensurepip: install them"
    fi
}
