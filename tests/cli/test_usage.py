"""A wrong usage is told in the reader's language, also where click finds it. Walks every text that click has."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import click
import pytest

from checker.cli.app import app, run
from checker.cli.usage import Command, translate_click, usage_text
from checker.messages import templates
from tests.cli.blocks import PLANS

# Texts that no command of ours can show: prompts, editors, colours; scripts of completion and help pages, which are
# our own; the classes that a programmer uses wrongly.
ELSEWHERE = (
    "termui",
    "_termui_impl",
    "_winconsole",
    "shell_completion",
    "decorators",
    "formatting",
    "utils",
)
OURS = {
    "Options", "Positional arguments", "Commands", "deprecated", "(dynamic)",
    "env var: {var}", "default: {default}", "Choice({choices})",
}  # fmt: skip
PROGRAMMERS = (TypeError, ValueError)
COMMANDS = sorted(app.commands)


def texts() -> dict[str, str]:
    """Every text that click asks gettext for, with the module that does."""
    found: dict[str, str] = {}
    for path in sorted(Path(str(click.__file__)).parent.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        raised = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise)
            and re.match("|".join(e.__name__ for e in PROGRAMMERS), ast.unparse(node.exc or node))
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in ("_", "ngettext") and id(node) not in raised:
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    found.setdefault(str(text.value), path.stem)
    return found


TEXTS = texts()
SHOWN = sorted(t for t, where in TEXTS.items() if where not in ELSEWHERE and t not in OURS)


def test_there_are_texts_to_walk() -> None:
    assert "Missing command." in SHOWN
    assert len(SHOWN) > 30


@pytest.mark.parametrize("text", SHOWN)
def test_a_text_of_click_has_a_chinese_one(text: str) -> None:
    assert text in {entry.en for entry in templates("usage").values()}


@pytest.mark.parametrize("code", [c for c in templates("usage") if not c.startswith("click-word")])
def test_a_chinese_text_is_one_that_click_asks_for(code: str) -> None:
    assert templates("usage")[code].en in TEXTS


# ---- what click finds, with parameters that our commands may come to have


@click.command("check", cls=Command)
@click.argument("paths", type=click.Path(exists=True, dir_okay=False))
@click.argument("pair", nargs=2, required=False)
@click.option("--jobs", type=click.INT)
@click.option("--share", type=click.FloatRange(0, 1))
@click.option("--many", type=click.IntRange(min=1))
@click.option("--sure", type=click.BOOL)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--word", type=click.Choice(["a", "b"]))
@click.option("--range", nargs=2)
@click.option("--flag", is_flag=True)
@click.option("--upper", required=True)
@click.option("--old", deprecated=True)
def sample(**_: object) -> None:
    """A command with a parameter of every kind."""


GOOD = ["county.yaml", "--upper", "x"]
WRONG = [
    ([*GOOD, "--jobs", "三"], "错误：“--jobs”的值不对：“三”不是整数"),
    ([*GOOD, "--jobs", "1.5"], "错误：“--jobs”的值不对：“1.5”不是整数"),
    ([*GOOD, "--share", "x"], "错误：“--share”的值不对：“x”不是数字"),
    ([*GOOD, "--share", "2"], "错误：“--share”的值不对：2.0 不在范围 0<=x<=1 之内"),
    ([*GOOD, "--many", "0"], "错误：“--many”的值不对：0 不在范围 x>=1 之内"),
    ([*GOOD, "--sure", "也许"], "错误：“--sure”的值不对：“也许”不是“是”或“否”，可写："),
    ([*GOOD, "--day", "明天"], "错误：“--day”的值不对：“明天”不合格式 '%Y-%m-%d'"),
    ([*GOOD, "--word", "c"], "错误：“--word”的值不对：不能是“c”，只能是 'a', 'b'"),
    ([*GOOD, "--range", "1"], "错误：选项“--range”后面要有值"),
    ([*GOOD, "--flag=1"], "错误：选项“--flag”后面不能有值"),
    ([*GOOD, "--jobs"], "错误：选项“--jobs”后面要有值"),
    ([*GOOD, "a", "b", "c"], "错误：多出了参数：c"),
    ([*GOOD, "a", "b", "c", "d"], "错误：多出了参数：c d"),
    ([*GOOD, "a"], "错误：参数“pair”要有 2 个值"),
    (["--upper", "x", "无.yaml"], "错误：“文件或文件夹”的值不对：没有文件“无.yaml”"),
    (["--upper", "x", "upper"], "错误：“文件或文件夹”的值不对：文件“upper”是文件夹"),
    (["county.yaml"], "错误：缺少参数：--upper"),
    (["--upper", "x"], "错误：缺少参数：文件或文件夹"),
    ([*GOOD, "--uper", "x"], "错误：没有选项“--uper”，是否应为“--upper”？"),
    ([*GOOD, "-x"], "错误：没有选项“-x”"),
]


def refused(words: list[str], lang: str) -> str:
    with pytest.raises(click.ClickException) as wrong:
        sample.main(words, prog_name="plancheck", standalone_mode=False, obj=lang)
    return usage_text(wrong.value, "zh" if lang == "zh" else "en")


@pytest.fixture
def in_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PLANS)


@pytest.mark.usefixtures("in_plans")
@pytest.mark.parametrize(
    ("words", "text"), WRONG, ids=lambda x: " ".join(x) if isinstance(x, list) else ""
)
def test_what_click_finds_is_told_in_chinese(words: list[str], text: str) -> None:
    translate_click("zh")
    shown = refused(words, "zh")
    assert shown.startswith(text)
    assert not english(shown)


@pytest.mark.usefixtures("in_plans")
def test_and_in_english_as_click_says_it() -> None:
    translate_click("en")
    shown = refused([*GOOD, "a", "b", "c"], "en")
    assert shown.splitlines()[0] == "error: Got unexpected extra argument (c)"
    shown = refused([*GOOD, "--jobs", "x"], "en")
    assert shown.splitlines()[0] == "error: wrong value of “--jobs”: 'x' is not a valid integer."


def test_other_programs_keep_their_gettext() -> None:
    import gettext

    translate_click("zh")
    assert gettext.gettext("Missing command.") == "Missing command."
    assert importlib.import_module("click.core")._("Missing command.") == "缺少命令"


# ---- our commands, used in every wrong way


def english(text: str) -> list[str]:
    """Three Latin words in a row that are no command, option or path."""
    return re.findall(r"(?<![\w./'-])[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}", text)


WORDS = [
    [], ["--help"], ["-x"], ["--bogus"], ["--lang"], ["--lang", "fr"], ["--color", "red"], ["--debug=1"],
    ["--help=1"], ["--version=1"], ["--config", "no.toml"], ["--rules", "none", "x"], ["a", "b", "c"],
    ["--format", "x", "y"], ["--format"], ["\x1b[2J", "--\x1b[31m"], ["--no-config", "--bogus"], ["--", "-x"],
]  # fmt: skip


@pytest.mark.usefixtures("in_plans")
@pytest.mark.parametrize("words", WORDS, ids=lambda w: " ".join(w).replace("\x1b", "ESC"))
@pytest.mark.parametrize("command", COMMANDS)
def test_no_wrong_usage_is_answered_in_english(
    command: str, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code = run([command, *words])
    shown = capfd.readouterr()
    assert code in (0, 2)
    if code:
        assert not english(shown.err)
        assert "\x1b" not in shown.err
        assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    "words",
    [["--waivers"], ["--config"], ["--rules"], ["--upper"], ["--baseline"], ["-o"]],
    ids=lambda words: words[0],
)
def test_a_name_that_no_file_can_have_is_the_readers_to_mend(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["baseline", "check"] if words == ["--baseline"] else ["check"]
    name = ("html:" if words == ["-o"] else "") + "a" * 5000
    assert run([*command, str(PLANS / "county.yaml"), *words, name]) == 2
    assert "不能使用" in capsys.readouterr().err
