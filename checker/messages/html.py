"""Texts of the HTML report (`html-…`)."""

from __future__ import annotations

from checker.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "html-title": Entry("规划核查报告", "Plan check report"),
    "html-plans": Entry("规划（{count}份）", "Plans ({count})"),
    "html-skip": Entry("跳到问题清单", "Skip to the findings"),
    "html-region": Entry("地区", "region"),
    "html-sector": Entry("领域", "sector"),
    "html-period": Entry("规划期", "period"),
    "html-years": Entry("{period}年", "{period}"),
    "html-base": Entry("基期{base}年，目标年{target}年", "base {base}, target {target}"),
    "html-level": Entry("{level}级", "{level}"),
    "html-own": Entry("本规划", "this plan"),
    "html-glance": Entry("一览", "At a glance"),
    "html-worst": Entry("先看这些", "Look at these first"),
    "html-findings": Entry("问题清单（{count}项）", "Findings ({count})"),
    "html-show": Entry("显示", "Show"),
    "html-search": Entry("查找", "Find"),
    "html-search-hint": Entry("名称、规则、原文", "name, rule, quote"),
    "html-sort": Entry("排序", "Order"),
    "html-sort-severity": Entry("按严重程度", "by severity"),
    "html-sort-rule": Entry("按规则", "by rule"),
    "html-sort-place": Entry("按数据文件位置", "by place in the data file"),
    "html-shown": Entry("项显示", "shown"),
    "html-print": Entry("打印", "Print"),
    "html-read-as": Entry("读作", "read as"),
    "html-permalink": Entry("本项链接", "link to this finding"),
    "html-picture": Entry("数轴：{rows}", "Number line: {rows}"),
    "html-fails": Entry("不成立", "does not hold"),
    "html-count": Entry("{count}项", "{count}"),
    "html-problems": Entry("输入里的问题（{count}个）", "Faults of the input ({count})"),
    "html-made-by": Entry(
        "由 plancheck {version} 生成。本报告是一个文件，可以转发、打印，打开时不连接网络。",
        "Made by plancheck {version}. One file, to be forwarded or printed; it opens no connection.",
    ),
}
