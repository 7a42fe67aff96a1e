"""Texts about batches and registries (`batch-…`)."""

from __future__ import annotations

from checker.messages.entry import Entry

FAULTS: dict[str, Entry] = {
    "batch-plan-kills": Entry(
        "核查这份规划的进程两次中断，没有得出结果",
        "the process that checked this plan died twice: there is no result",
        "多半是内存不足：请减少 --jobs 后单独核查它。",
        "Most likely memory ran out: check it alone, with fewer --jobs.",
    ),
    "batch-plan-fault": Entry(
        "核查这份规划时程序自身出错：{kind}: {text}",
        "a fault of plancheck itself kept this plan from being judged: {kind}: {text}",
        "其余规划不受影响。请把这一行和规划文件报告给我们；加 --debug 单独核查它可看到细节。",
        "The other plans are not affected. Please report this line with the plan; check the plan by itself with"
        " --debug for details.",
    ),
    "batch-worker-died": Entry(
        "有一个核查进程中断了；它手上的规划正在重新核查。",
        "A process died; the plans it had in hand are being checked anew.",
    ),
    "batch-registry-other": Entry(
        "这个 Parquet 文件不是规划登记库",
        "this Parquet file is no registry of plans",
        "登记库由 plancheck export 生成，格式见 docs/registry.md。",
        "Registries are made by plancheck export; docs/registry.md has the format.",
    ),
    "batch-registry-version": Entry(
        "登记库的格式版本是 {found}，本程序只读版本 {known}",
        "the registry has format version {found}; this program reads version {known}",
        "请用与它相配的 plancheck，或重新运行 plancheck export。",
        "Use the plancheck that fits it, or run plancheck export again.",
    ),
    "batch-registry-column": Entry(
        "登记库缺少“{column}”列，或它的类型不对",
        "the registry has no column “{column}”, or one of another type",
        "各列及其类型见 docs/registry.md。",
        "docs/registry.md lists the columns and their types.",
    ),
    "batch-registry-damaged": Entry(
        "登记库读不下去了：{text}",
        "the registry cannot be read on: {text}",
        "文件已损坏或不完整，请重新复制，或重新运行 plancheck export。此处以后的各行没有核查。",
        "The file is damaged or incomplete: copy it again or run plancheck export again. "
        "No row from here on was checked.",
    ),
    "batch-registry-none": Entry("登记库里没有规划", "the registry holds no plans"),
    "batch-registry-digest": Entry(
        "这一行的内容与它的摘要（digest）不符",
        "the content of this row does not agree with its digest",
        "内容被改动过或已损坏；请从规划文件重新导出。",
        "It was changed or damaged: export it anew from the plan.",
    ),
    "batch-registry-empty": Entry(
        "这一行没有内容或摘要（data、digest）",
        "this row has no data or no digest",
        "请从规划文件重新导出。",
        "Export it anew from the plan.",
    ),
    "batch-registry-json": Entry(
        "这一行从第{column}个字起不是一个完整的 JSON 对象",
        "from character {column} on this line is no complete JSON object",
        "JSON Lines 每行是一份规划，写成一个 JSON 对象。",
        "In JSON Lines, each line is a plan as one JSON object.",
    ),
    "batch-no-plans": Entry(
        "这里没有规划（*.yaml、*.parquet、*.jsonl）",
        "there are no plans here (*.yaml, *.parquet, *.jsonl)",
        "只看文件夹里的文件；加 --recursive 可看下面各层（upper 除外）。",
        "Only files directly in it are read; --recursive looks below too, except into upper.",
    ),
    "batch-no-package": Entry(
        "读写 Parquet 要用的软件包没有安装",
        "a package that Parquet needs is not installed",
        "需要 pip install 'plancheck[batch]'；JSON Lines（.jsonl）不需要它。",
        "It takes pip install 'plancheck[batch]'; JSON Lines (.jsonl) do without.",
    ),
    "batch-stdin": Entry(
        "batch 和 export 不读标准输入，请写文件或文件夹",
        "batch and export read files and folders, not standard input",
    ),
    "batch-resume-off": Entry(
        "缓存已关闭，不能接着上次做",
        "the cache is off: nothing can be resumed",
        "去掉 --no-cache，或不要把环境变量 PLANCHECK_CACHE 设为 off。",
        "Leave out --no-cache, and do not set PLANCHECK_CACHE to off.",
    ),
    "batch-place-local": Entry(
        "--cluster 只用于 --engine dask 和 spark", "--cluster goes with --engine dask or spark"
    ),
    "batch-parquet-stdout": Entry(
        "--output：parquet 不能写到标准输出，请写进文件",
        "--output: parquet goes to a file, not to standard output",
    ),
    "batch-findings-suffix": Entry(
        "--output findings：文件名应以 .csv、.parquet 或 .jsonl 结尾，不能是“{file}”",
        "--output findings: the name must end in .csv, .parquet or .jsonl, not “{file}”",
    ),
    "batch-export-suffix": Entry(
        "--output：文件名应以 .parquet 或 .jsonl 结尾，不能是“{file}”",
        "--output: the name must end in .parquet or .jsonl, not “{file}”",
    ),
}

RUN: dict[str, Entry] = {
    "batch-resumed": Entry(
        "已有 {known}/{chunks} 块结果，从缓存读取",
        "{known} of {chunks} pieces are known from before and taken from the cache",
    ),
    "batch-resume-nothing": Entry(
        "没有可以接着做的结果（规划、规则或程序有变化，或还没有做过），从头开始",
        "nothing to resume (plans, rules or the program have changed, or it is the first run): starting anew",
    ),
    "batch-exported": Entry("{file}：导出 {count} 份规划", "{file}: {count} plans exported"),
    "batch-not-exported": Entry(
        "另有 {count} 份读不了，没有导出", "{count} more cannot be read and were left out"
    ),
    "batch-nothing-exported": Entry(
        "没有可以导出的规划，没有写文件", "there is no plan to export: no file was written"
    ),
}

SUMMARY: dict[str, Entry] = {
    "batch-title": Entry("批量核查", "Batch check"),
    "batch-plans": Entry(
        "核查规划 {count} 份，读不了 {unread} 份", "{count} plans checked, {unread} not readable"
    ),
    "batch-faulty": Entry(
        "其中 {count} 份的数据有问题（见 jsonl 的 diagnostics）",
        "the data of {count} of them have faults (see diagnostics in jsonl)",
    ),
    "batch-column-region": Entry("地区", "region"),
    "batch-column-plans": Entry("规划", "plans"),
    "batch-column-error": Entry("错误", "errors"),
    "batch-column-warning": Entry("警告", "warnings"),
    "batch-column-info": Entry("提示", "info"),
    "batch-column-unknown": Entry("无法判断", "unknown"),
    "batch-column-waived": Entry("豁免", "waived"),
    "batch-column-not-applicable": Entry("不适用", "n/a"),
    "batch-column-pass": Entry("通过", "passed"),
    "batch-column-file": Entry("文件", "file"),
    "batch-column-title": Entry("规划名称", "title"),
    "batch-column-code": Entry("地区代码", "code"),
    "batch-column-level": Entry("层级", "level"),
    "batch-column-sector": Entry("领域", "sector"),
    "batch-column-period": Entry("规划期", "period"),
    "batch-column-rules": Entry("主要问题", "worst rules"),
    "batch-column-problem": Entry("数据问题", "fault of the data"),
    "batch-column-rule": Entry("规则", "rule"),
    "batch-column-province": Entry("省", "province"),
    "batch-column-city": Entry("市", "city"),
    "batch-cities": Entry(
        "各市的数字见 HTML 汇总（-o html:文件）。",
        "For cities see the HTML summary (-o html:FILE).",
    ),
    "batch-by-family": Entry("按规则", "By rules"),
    "batch-by-region": Entry("按地区", "By region"),
    "batch-by-rule": Entry("每条规则", "Each rule"),
    "batch-sort": Entry("点列名可排序", "Click a heading to sort"),
    "batch-province-itself": Entry("（省级）", "(province)"),
    "batch-worst": Entry("问题最多的规划（{count} 份）", "The worst plans ({count})"),
    "batch-unread": Entry("读不了的规划（{count} 份）", "Plans that cannot be read ({count})"),
    "batch-more": Entry("还有 {count} 份", "{count} more"),
    "batch-unjudged": Entry(
        "{count} 份规划没有一条规则遇到可以判断的内容，不能算作通过：{files}",
        "{count} plans hold nothing that a rule could judge, which is not a pass: {files}",
    ),
}

ENTRIES: dict[str, Entry] = {**FAULTS, **RUN, **SUMMARY}
