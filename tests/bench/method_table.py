#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All methods on the built-in models, on held-out scenes with 1, 2, 3 and 4 objects: the table of docs/methods.md.

    tests/bench/method_table.py OUT [--scenes 200] [--cli build/release/bin/triptych-cli] [--seed 7000]

Every model, object count and group of methods is one `evaluate`, whose folder stays in OUT: an interrupted run goes on
where it was. Pictures with their English captions; sounds are left out, because they cost most of the time. Randomisation asks
for some thirty maps, so it is measured for fast methods only.
"""
import argparse
import csv
import json
import pathlib
import subprocess

MODELS = ["builtin", "builtin-plain"]
OBJECTS = [1, 2, 3, 4]
FAST = ["chefer", "attention", "rollout", "saliency", "input_x_gradient"]
FLOW = ["flow", "attnlrp"]  # fast here, and without links
SLOW = ["smoothgrad", "integrated_gradients", "occlusion", "lime", "kernel_shap", "mm_shap", "rise"]
PAIRS = ["interactions"]  # links of words as well, so that it can be pointed with
FIGURES = ["deletion", "insertion", "completeness"]
GROUPS = {
    "fast": (FAST, FIGURES + ["pointing", "randomisation"]),
    "flow": (FLOW, FIGURES + ["randomisation"]),
    "slow": (SLOW, FIGURES),
    "pairs": (PAIRS, FIGURES + ["pointing"]),
}
COLUMNS = [("pointing", "text"), ("deletion", "image"), ("insertion", "image"), ("deletion", "text"),
           ("insertion", "text"), ("completeness", "image"), ("randomisation", "image")]


def make_scenes(cli, folder, count, objects, seed):
    samples = folder / "samples.jsonl"
    if not samples.exists():
        subprocess.run([cli, "world", "--seed", str(seed + 1000 * objects), "--count", str(count), "--objects",
                        str(objects), "--out", str(folder), "--quiet"], check=True, stdout=subprocess.DEVNULL)
        lines = [json.loads(line) for line in samples.read_text().splitlines()]
        for line in lines:
            line.pop("audios", None)
            line.pop("spokenText", None)
            line["texts"], line["languages"] = line["texts"][:1], line["languages"][:1]
            line["mentions"] = [mention for mention in line["mentions"] if mention.get("text") == 0]
            line.pop("negatives", None)
        samples.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return samples


def evaluate(cli, model, samples, group, out):
    methods, metrics = GROUPS[group]
    if not (out / "table.csv").exists():
        subprocess.run([cli, "evaluate", "--model", model, "--samples", str(samples), "--methods", ",".join(methods),
                        "--metrics", ",".join(metrics), "--out", str(out), "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)
    with open(out / "table.csv", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["objects"]]


def cell(rows, metric, split, method):
    for row in rows:
        if (row["metric"], row["split"], row["method"]) == (metric, split, method):
            text = f"{float(row['mean']):.3g} [{float(row['low']):.3g}, {float(row['high']):.3g}]"
            return text + (f" ({float(row['chance']):.3g})" if row["chance"] else "")
    return "-"


def seconds(rows, method):
    found = [float(row["secondsPerMap"]) for row in rows if row["method"] == method and row["secondsPerMap"]]
    return f"{found[0]:.3g}" if found else "-"


def print_table(model, objects, rows, count):
    print(f"\n**{model}, {objects} object{'s' if objects > 1 else ''}**, {count} scenes\n")
    print("| method | " + " | ".join(f"{metric}, {split}" for metric, split in COLUMNS) + " | s per map |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for method in FAST + FLOW + SLOW + PAIRS:
        cells = [cell(rows, metric, split, method) for metric, split in COLUMNS]
        print(f"| `{method}` | " + " | ".join(cells) + f" | {seconds(rows, method)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--scenes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7000)
    parser.add_argument("--cli", default="build/release/bin/triptych-cli")
    options = parser.parse_args()
    cli = str(pathlib.Path(options.cli).resolve())
    for objects in OBJECTS:
        samples = make_scenes(cli, options.out / f"scenes-{objects}", options.scenes, objects, options.seed)
        for model in MODELS:
            rows = []
            for group in GROUPS:
                rows += evaluate(cli, model, samples, group, options.out / f"{model}-{objects}-{group}")
            print_table(model, objects, rows, options.scenes)


if __name__ == "__main__":
    main()
