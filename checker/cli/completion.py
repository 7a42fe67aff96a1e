"""Completion in bash, zsh and fish: the scripts, and the words that may follow. Click reads the line.

A script asks `plancheck` itself, through the environment: what was written, and which word the cursor is in.
Each line of the answer is a kind and a word: `plain` a word, `open` one that goes on at once (`sarif:`),
`file` and `dir` what the shell is to complete by itself, a pattern being the word of `file`.
"""

from __future__ import annotations

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
)

from checker.cli import console
from checker.cli.arguments import insert_command
from checker.cli.usage import language
from checker.messages import Language
from checker.report.layout import one_line
from checker.report.wording import words_text

_NEXT = "\0"  # a word that is no command and no path

_BASH = """\
%(complete_func)s() {
    local cur="${COMP_WORDS[COMP_CWORD]##*[:=]}" kind word IFS=$'\\n'
    COMPREPLY=()
    while IFS=, read -r kind word; do
        case $kind in
            plain) COMPREPLY+=("$word") ;;
            open) COMPREPLY+=("$word"); compopt -o nospace 2>/dev/null ;;
            file) compopt -o filenames -o default 2>/dev/null
                mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(
                    [[ $word == '*' ]] || compgen -d -X '.[!./]*' -- "$cur"
                    compgen -f -X "!$word" -- "$cur") ;;
            dir) compopt -o filenames 2>/dev/null
                mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$cur") ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
%(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local -a lines plain open
    local kind word text
    lines=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
%(complete_var)s=zsh_complete ${~words[1]} 2>/dev/null)}")
    [[ $PREFIX == --*=* ]] && compset -P '*='
    for kind word text in "${lines[@]}"; do
        case $kind in
            plain) plain+=("${word//:/\\\\:}${text:+:$text}") ;;
            open) open+=("$word") ;;
            file) [[ $word == '*' ]] && compset -P '*:'; _files -g "$word" ;;
            dir) _files -/ ;;
        esac
    done
    (( $#plain )) && _describe -V '%(prog_name)s' plain
    (( $#open )) && compadd -S '' -a open
    return 0
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
function %(complete_func)s
    for line in (COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -t) \
%(complete_var)s=fish_complete %(prog_name)s 2>/dev/null)
        set -l answer (string split -m 1 , -- $line)
        switch $answer[1]
            case plain open
                echo $answer[2]
            case file
                __fish_complete_suffix (string replace '*' '' -- $answer[2])
            case dir
                __fish_complete_directories (commandline -t)
        end
    end
end
complete --no-files --command %(prog_name)s --arguments '(%(complete_func)s)'
"""


class _Complete(ShellComplete):
    """Completion for all three shells: a first word that is no command is a path to check."""

    cli: click.Group

    def source(self) -> str:
        return self.source_template % self.source_vars()

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        first, *others = insert_command([*args, _NEXT], self.cli, [_NEXT])
        if first != _NEXT:
            return super().get_completions([first, *others[:-1]], incomplete)
        items = super().get_completions(["check", *others], incomplete)
        if _awaits_value(self.cli.commands["check"], args):
            return items
        commands = super().get_completions([], incomplete)  # commands, --version
        values = {item.value for item in items}
        return [item for item in commands if item.value not in values] + items

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type},{item.value}"


def _awaits_value(command: click.Command, words: list[str]) -> bool:
    options = [p for p in command.params if isinstance(p, click.Option) and not p.is_flag]
    return any(words[-1:] == [name] for option in options for name in option.opts)


class _Bash(_Complete, BashComplete):
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments and the incomplete word. Bash splits `--format=json` and `sarif:a`: they are joined."""
        words: list[str] = []
        open_ = False
        args, incomplete = super().get_completion_args()
        for word in (*args, incomplete):
            sign = bool(word) and set(word) <= {":", "="}
            if words and (sign or open_):
                words[-1] += word
            else:
                words.append(word)
            open_ = sign
        return words[:-1], words[-1]


class _Zsh(_Complete, ZshComplete):
    source_template = _ZSH

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type}\n{item.value}\n{one_line(item.help or '')}"


class _Fish(_Complete, FishComplete):
    source_template = _FISH

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the completions; with the option before them, since fish replaces the whole of `--format=js`."""
        items = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        for item in items:
            if sign and option.startswith("--") and item.type in ("plain", "open"):
                item.value = f"{option}={item.value}"
        return items

    def format_completion(self, item: CompletionItem) -> str:
        return "\t".join(filter(None, [super().format_completion(item), one_line(item.help or "")]))


SHELLS: dict[str, type[_Complete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}
VARIABLE = "_PLANCHECK_COMPLETE"


def _shell(program: click.Group, name: str, lang: Language) -> _Complete:
    return SHELLS[name](program, {"obj": lang}, "plancheck", VARIABLE)


def print_script(program: click.Group, shell: str, lang: Language) -> int:
    """Print the script that a shell reads at its start. Return the exit code."""
    console.echo(_shell(program, shell, lang).source())
    return 0


def print_completions(program: click.Group, instruction: str, lang: Language) -> int:
    """Print the completions of the words in the environment. Return the exit code."""
    console.echo(_shell(program, instruction.partition("_")[0], lang).complete() + "\n")
    return 0


# ---- the words


def complete(what: str, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return completions: `codes` of rules, `folders`, or files that match a pattern."""
    match what:
        case "codes":
            return _rule_codes(ctx, incomplete)
        case "folders":
            return [CompletionItem("", type="dir")]
        case pattern:
            return [CompletionItem(pattern, type="file")]


def _rule_codes(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Complete a code of a rule, the last of a list with commas."""
    from checker.cli.requests import rule_paths
    from checker.cli.settings import current_settings
    from checker.semantics.rule_book import load_rules, read_rule_sources

    before, comma, word = incomplete.rpartition(",")
    listed = {code.casefold() for code in before.split(",")}
    with ctx.scope(cleanup=False):  # of which the settings are known
        paths = rule_paths(current_settings(), ctx.params.get("rules") or ())
    rules = load_rules(read_rule_sources(paths)).rules
    return [
        CompletionItem(before + comma + r.code, help=words_text(r.title, language(ctx)))
        for r in rules
        if r.code.casefold().startswith(word.casefold()) and r.code.casefold() not in listed
    ]
