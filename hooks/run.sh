#!/bin/sh
# What Claude Code runs for each hook: run.sh EVENT, the hook's JSON on stdin.
#
# Claude Code lets a tool run when its hook fails in any way other than exit code 2. So here every
# failure ends with 2 and one line: no Python, packages not ready, a crash, a signal, too long.
# Outside a proof project nothing is started and nothing said. Whether one is concerned is told
# from the folder, the files of the call and the words of its command: crudely, and rather yes.
#
#   pre-tool-use, post-tool-use  a failure is a refusal; while the packages are not ready, too,
#                                but for a call of dlt-proof in plain words: waiting goes that way
#   user-prompt-submit  only a prompt that begins with dlt-proof is looked at; a failure refuses
#                       what only a person may ask for, of any other the person is told
#   stop                a failure refuses once; not while the packages are not ready, since then
#                       nothing can have been written
#   session-start       cannot refuse: what is wrong is told; missing packages are prepared
#   subagent-stop       never 2, which would keep the sub-agent from ending
#
# Not here: what the hooks decide (scripts/dlt_proof/hooks), and where Python is (scripts/plugin).

event=${1:-}
trap 'exit 2' EXIT HUP INT TERM
unset CDPATH

end() {
    trap - EXIT
    exit "$1"
}

refuse() {
    printf 'dlt-proof: %s\n' "$1" >&2
    end 2
}

# Text of ours for JSON: what would need an escape, or is not ASCII, becomes a blank.
plain() {
    printf '%s' "$1" | LC_ALL=C tr -c '[:alnum:] .,:;()/_+=~@%!?<>`-' '[ *]'
}

# failed WHY: ends as the event asks for.
failed() {
    case $event in
    session-start)
        printf '{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"dlt-proof: %s"}}\n' \
            "$(plain "$1")"
        end 0
        ;;
    user-prompt-submit)
        if is_for_a_person; then refuse "$1; the prompt was not carried out"; fi
        printf '{"systemMessage":"dlt-proof: %s"}\n' "$(plain "$1")"
        end 0
        ;;
    stop)
        case $near$input in
        far* | *'"stop_hook_active":true'*) end 0 ;;
        esac
        refuse "$1; tell the author, who has to know; then you may stop"
        ;;
    subagent-stop)
        printf 'dlt-proof: %s\n' "$1" >&2
        end 1
        ;;
    *) refuse "$1" ;;
    esac
}

# Whether a folder or one above it is a proof project; `linked` is where a link leads to elsewhere.
is_around() {
    folder=$1 linked=
    while [ ! -d "$folder/.proof-research" ]; do
        [ ! -L "$folder" ] || linked=$folder
        case $folder in
        */*) folder=${folder%/*} ;;
        *) return 1 ;;
        esac
    done
}

# Whether a file, which need not be there, lies in a proof project, links followed.
is_concerned() {
    # What JSON escapes is not read here, and a file may be a link to anywhere.
    case $1 in
    *\\*) return 0 ;;
    /*) path=$1 ;;
    '~/'*) path=${HOME:-}/${1#*/} ;;
    *) path=$PWD/$1 ;;
    esac
    ! is_around "$path" || return 0
    [ -n "$linked" ] || return 1
    while [ ! -d "$path" ]; do
        [ ! -L "$path" ] || return 0
        path=${path%/*}
    done
    real=$(cd -P -- "$path/" 2>/dev/null && pwd -P) || return 0
    is_around "$real"
}

# The values of a text in the JSON, by its name, with their quotes and escapes.
values_of() {
    printf '%s' "$input" | LC_ALL=C grep -oE "\"$1\" ?: ?\"([^\"\\\\]|\\\\.)*\""
}

# Whether one line of the input names a file of a proof project.
names_a_project() {
    case $input in *.proof-research*) return 0 ;; esac
    for folder in "$PWD"/*/.proof-research; do
        [ ! -d "$folder" ] || return 0
    done
    words=$(values_of '(cwd|file_path|notebook_path|path)' | sed 's/^[^:]*: *"//; s/"$//'
        printf '%.60000s' "$input" | LC_ALL=C tr -s ' "\\=;&|<>()`$,:*?\047\n' '[\n*]' |
            LC_ALL=C grep / | sort -u | head -n 500
        # What stands between quotes may hold blanks.
        case $input in *[\'\\]*) ;; *) exit ;; esac
        printf '%.60000s' "$input" | LC_ALL=C grep -oE "'[^']*'|\\\\\"[^\"\\\\]*\\\\\"" |
            sed "s/^[\\\\'\"]*//; s/[\\\\'\"]*\$//" | head -n 100)
    while read -r word; do
        ! is_concerned "$word" || return 0
    done <<END
$words
END
    return 1
}

# Whether it was remembered what stood before this call.
is_looked_at() {
    call=$(values_of tool_use_id | sed 's/^[^:]*: *"//; s/"$//')
    case $call in *[!A-Za-z0-9_]*) call=* ;; esac
    for note in "${XDG_CACHE_HOME:-${HOME:-}/.cache}/dlt-proof/sessions"/*/before-$call-*; do
        [ ! -e "$note" ] || return 0
    done
    return 1
}

# Whether the prompt begins as what only a person may ask for.
is_for_a_person() {
    values_of prompt | LC_ALL=C grep -qE \
        '^"prompt" ?: ?" *dlt-proof +(plan +approve|plan +manage|trace +sign|review +start|init)([ "])'
}

# Whether a tool call is dlt-proof and nothing else, in words that mean nothing to a shell.
is_dlt_proof() {
    case $input in *'"tool_name":"Bash"'*) ;; *) return 1 ;; esac
    commands=$(values_of command)
    case $commands in *--out*) return 1 ;; esac
    printf '%s\n' "$commands" | LC_ALL=C grep -qxE '"command" ?: ?"dlt-proof( [A-Za-z0-9_./:=,@%+-]+)*"' &&
        [ "$(printf '%s\n' "$commands" | grep -c .)" = 1 ]
}

case $event in
pre-tool-use | post-tool-use) limit=50 ;;
session-start) limit=25 ;;
user-prompt-submit) limit=110 ;;
stop) limit=240 ;;
subagent-stop) limit=590 ;;
*) refuse "run.sh: '$event' is no event" ;;
esac

input=$(cat) || input=

near=near
if ! is_around "$(pwd -P)" && ! is_around "${CLAUDE_PROJECT_DIR:-}"; then
    near=far
fi
case $event in
pre-tool-use) [ $near = near ] || names_a_project || end 0 ;;
# A call may have taken the project away: of what is looked at, the call before left a note.
post-tool-use)
    [ $near = near ] || names_a_project || is_looked_at || end 0
    ;;
session-start) [ $near = near ] || end 0 ;;
user-prompt-submit) values_of prompt | LC_ALL=C grep -qE '^"prompt" ?: ?" *dlt-proof ' || end 0 ;;
# What the session wrote may lie elsewhere: that is known where sessions are remembered.
stop)
    [ $near = near ] || [ -d "${XDG_CACHE_HOME:-${HOME:-}/.cache}/dlt-proof/sessions" ] || end 0
    ;;
esac

case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
root=$(cd -P -- "$here/.." && pwd -P) || failed "the hooks do not find the plugin's folder"

# In a shell of its own: an error in what is read here ends that one.
found=$(
    . "$root/scripts/plugin/environment.sh" >/dev/null && find_environment "$root" >/dev/null &&
        printf '%s\n' "$environment_state" "$environment_python" "$environment_flags" \
            "$environment_reason"
) 2>/dev/null || found=
{
    read -r state
    read -r python
    read -r flags
    read -r reason
} <<END
$found
END

if [ "$state" != ready ]; then
    reason=${reason:-"the hooks do not find their Python: reinstall the plugin"}
    case $event in
    pre-tool-use | post-tool-use) ! is_dlt_proof || end 0 ;;
    stop) end 0 ;;
    session-start)
        if [ "$state" != making ]; then
            (cd / && exec nohup sh "$root/scripts/plugin/environment.sh" --make-in-background) \
                </dev/null >/dev/null 2>&1 &
            last=
            [ "$state" = missing ] || last="; the last time: $reason"
            reason="its Python packages are being prepared now, once (about a minute)$last"
            reason="$reason; until then the hooks refuse to write here: run dlt-proof --version, which waits"
        fi
        ;;
    esac
    failed "$reason"
fi

# Longer than `limit` ends with a signal. Where there is no `timeout`, Python sets its own clock.
if command -v timeout >/dev/null 2>&1; then
    set -- timeout -k 5 "$limit" "$python"
else
    clock='import os, signal, sys; signal.alarm(int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])'
    set -- "$python" -I -S -c "$clock" "$limit" "$python"
fi
# $flags are words, or none. A shell tells of a signal: that line is left out.
# shellcheck disable=SC2086
{
    said=$(printf '%s' "$input" |
        PYTHONPATH="$root/scripts" PYTHONUTF8=1 "$@" $flags "$root/scripts/hook.py" "$event" 2>&1)
    code=$?
} 2>/dev/null
last=${said##*
}
case $code in
0)
    # An answer is JSON on one line, {} where there is nothing to say: silence is no answer.
    case $last in
    '{}') end 0 ;;
    '{'*)
        printf '%s\n' "$last"
        end 0
        ;;
    esac
    [ "$event" != subagent-stop ] || end 0
    failed "its hook gave no answer"
    ;;
1)
    if [ "$event" = subagent-stop ]; then
        printf '%s\n' "$said" >&2
        end 1
    fi
    ;;
2)
    case $event in subagent-stop | session-start) failed "$last" ;; esac
    [ -n "$said" ] || said="dlt-proof: refused, and no reason was given"
    printf '%s\n' "$said" >&2
    end 2
    ;;
124 | 137 | 142) failed "its hook took longer than $limit s and was ended" ;;
esac
last=$(printf '%.300s' "$last" | LC_ALL=C tr -d '\000-\037\177')
case $last in
'dlt-proof: '*) failed "${last#dlt-proof: }" ;;
*) failed "its hook ended with $code${last:+: $last}" ;;
esac
