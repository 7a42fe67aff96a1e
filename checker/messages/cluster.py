"""Errors of the engines for several machines (`cluster-…`)."""

from __future__ import annotations

from checker.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "cluster-no-package": Entry(
        "引擎 {engine} 要用的软件包没有安装（{package}）",
        "a package that the engine {engine} needs is not installed ({package})",
        "需要 pip install 'plancheck[{engine}]'",
        "It takes pip install 'plancheck[{engine}]'",
    ),
    "cluster-no-java": Entry(
        "引擎 spark 要用 Java，这台机器上没有找到",
        "the engine spark needs Java, and there is none on this machine",
        "请安装 Java 17 或更新的版本（如 apt install openjdk-17-jre-headless），或用 JAVA_HOME 指明它在哪里。",
        "Install Java 17 or later (such as apt install openjdk-17-jre-headless), or say in JAVA_HOME where it is.",
    ),
    "cluster-unreachable": Entry(
        "连不上集群“{place}”：{reason}",
        "the cluster “{place}” cannot be reached: {reason}",
        "请检查地址（dask 如 tcp://10.0.0.5:8786，spark 如 spark://10.0.0.5:7077），并确认调度程序已经启动。",
        "Check the address (dask: tcp://10.0.0.5:8786, spark: spark://10.0.0.5:7077), and that the scheduler runs.",
    ),
    "cluster-no-workers": Entry(
        "集群“{place}”里没有工作进程",
        "the cluster “{place}” has no workers",
        "请先启动工作进程，例如 dask worker {place}",
        "Start workers first, such as dask worker {place}",
    ),
    "cluster-not-installed": Entry(
        "集群的工作进程里没有安装 plancheck",
        "plancheck is not installed where the workers of the cluster run",
        "请在每台机器上安装与本机相同的版本：pip install 'plancheck[{engine}]=={version}'",
        "Install this machine's version on each of theirs: pip install 'plancheck[{engine}]=={version}'",
    ),
    "cluster-other-program": Entry(
        "集群工作进程里的 plancheck（{theirs}）与本机的（{ours}）内容不同，结果会不一致",
        "the plancheck of the workers ({theirs}) is not that of this machine ({ours}): results would differ",
        "请在每台机器上安装与本机相同的版本。",
        "Install this machine's version on each of theirs.",
    ),
    "cluster-no-parts": Entry(
        "文件夹“{folder}”里没有 Parquet 文件",
        "there are no Parquet files in the folder “{folder}”",
        "按省分区的登记库形如 province=45/part-0.parquet，由 plancheck export 写出。",
        "A registry in parts by province, such as province=45/part-0.parquet, is written by plancheck export.",
    ),
    "cluster-same-folder": Entry(
        "结果文件夹“{folder}”与登记库在一起，会把结果当作规划",
        "the folder of results “{folder}” and the registry lie in each other: results would be taken for plans",
        "请另选一个结果文件夹。",
        "Choose another folder for the results.",
    ),
    "cluster-other-parts": Entry(
        "文件夹“{folder}”里有别的 Parquet 文件（如“{name}”），会与这次写的混在一起",
        "the folder “{folder}” holds other Parquet files, such as “{name}”, that would mix with what is written now",
        "请选一个空的文件夹，或先移走原有的文件。",
        "Choose an empty folder, or move the files away first.",
    ),
    "cluster-parts-local": Entry(
        "--parts 只用于 --engine dask 和 spark", "--parts goes with --engine dask or spark"
    ),
    "cluster-parts-one": Entry(
        "--parts 要一个登记库文件夹作输入",
        "--parts takes one folder of a registry as its input",
        "登记库可由 plancheck export 写成文件夹：-o 登记库/",
        "plancheck export writes a registry into a folder: -o registry/",
    ),
    "cluster-parts-waivers": Entry(
        "--parts 写出的是未经豁免的全部结果，不能与豁免清单同用",
        "--parts writes all results as they are, and takes no waivers",
    ),
    "cluster-parts-jsonl": Entry(
        "--parts 写出的文件里已有全部结果，不能同时输出 jsonl 或 findings",
        "the files that --parts writes hold all results: neither jsonl nor findings can be had besides",
    ),
    "cluster-worker-died": Entry(
        "工作进程在核查“{name}”时反复中断：{reason}",
        "workers died again and again on “{name}”: {reason}",
        "多半是内存不足：请减少每台机器的工作进程数，或给它们更多内存。",
        "Most likely memory ran out: have fewer workers on a machine, or give them more memory.",
    ),
    "cluster-failed": Entry(
        "集群做到“{name}”时中断：{reason}",
        "the cluster failed at “{name}”: {reason}",
        "请查看集群工作进程的日志，再运行一次。",
        "See the logs of the workers, and run it again.",
    ),
}
