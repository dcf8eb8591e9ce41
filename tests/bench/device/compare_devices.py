#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A GPU beside the CPU: the same numbers, and the time that they take.

    compare_devices.py [--device cuda:0] [--what agreement,speed] [--work FOLDER] [--programs FOLDER] [--jobs N]

`agreement` runs every family of the parity set on both devices, with float32, float16 and bfloat16 weights, and every method of explanation, and prints
the largest differences. `speed` times CLIP ViT-B/32 of published size with random weights, beside transformers on the same GPU where that is installed.
Needs numpy, torch, transformers and triptych-device-bench (cmake --build build/release --target triptych-device-bench).
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PARITY = ROOT / "tests" / "data" / "parity"
TYPES = ("float32", "float16", "bfloat16")
KINDS = ("attention", "hidden", "embedding", "scores", "logits", "gradients")
sys.path.insert(0, str(ROOT / "tests" / "bench" / "peers"))


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--what", default="agreement,speed")
    parser.add_argument("--work", type=Path, default=Path.home() / ".cache" / "triptych" / "devices")
    parser.add_argument("--programs", type=Path, default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 1) // 2), help="processes that share the GPU for agreement")
    parser.add_argument("--seconds", type=float, default=1800, help="after which agreement is stopped and what is there is reported")
    return parser.parse_args()


def converted(model, dtype, work):
    """The model folder with its floating-point weights in that type."""
    if dtype == "float32":
        return model
    import torch
    from safetensors.torch import load_file, save_file
    folder = work / dtype / model.parent.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(model, folder)
    for file in folder.glob("*.safetensors"):
        tensors = load_file(file)
        save_file({name: value.to(getattr(torch, dtype)) if value.is_floating_point() else value for name, value in tensors.items()},
                  file, metadata={"format": "pt"})
    return folder


def cases(work):
    """(family, type, model, sample): every case in float32, the first one in the other types, and the built-in model."""
    for family in sorted(folder for folder in PARITY.iterdir() if folder.is_dir()):
        samples = sorted((family / "cases").glob("*/input.json"))
        for dtype in TYPES:
            for sample in samples if dtype == "float32" else samples[:1]:
                yield family.name, dtype, converted(family / "model", dtype, work), sample
    pair = PARITY / "clip" / "cases" / "0" / "input.json"
    for name in ("builtin", "builtin-plain"):
        yield name, "float32", name, pair


def _agreement(options, rows):
    """One process reads its share of the cases; methods are compared on the first case of each family."""
    lines = "".join(f"{model}\t{sample}\t{'methods' if dtype == 'float32' and sample.parent.name == '0' else ''}\n" for _, dtype, model, sample in rows)
    threads = str(max(1, (os.cpu_count() or 1) // options.jobs))
    process = subprocess.Popen([options.programs / "triptych-device-bench", "agreement", options.device], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": threads})
    try:
        out, err = process.communicate(lines, options.seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()[0], f"stopped after {options.seconds} s"
    documents = [json.loads(line) for line in out.splitlines() if line.endswith("}")]
    if len(documents) < len(rows):
        documents.append({"failed": (err.strip().splitlines() or [f"ended with {process.returncode}"])[-1]})
    return list(zip(rows, documents))


def _text(values):
    return f"{max(values):.1e}" if values else ""


def report_agreement(options):
    rows = list(cases(options.work))
    with ThreadPoolExecutor(options.jobs) as pool:
        found = [entry for share in pool.map(lambda i: _agreement(options, rows[i::options.jobs]), range(options.jobs)) for entry in share]
    print(f"\nLargest absolute differences between the CPU and {options.device}; gradients: by the largest value of the tensor.\n")
    print("| model | weights | " + " | ".join(KINDS) + " |\n" + "|---" * (len(KINDS) + 2) + "|")
    for key in sorted({row[:2] for row in rows}, key=lambda key: (key[0], TYPES.index(key[1]))):
        documents = [document for row, document in found if row[:2] == key]
        figures = [[document["tensors"][kind]["relative" if kind == "gradients" else "largest"]
                    for document in documents if kind in document.get("tensors", {})] for kind in KINDS]
        print(f"| {key[0]} | {key[1]} | " + " | ".join(_text(values) for values in figures) + " |")
    print("\n| method | models | largest difference, by the largest value of a map | where |\n|---|---|---|---|")
    methods = {method for _, document in found for method in document.get("methods", {})}
    for method in sorted(methods):
        differences = [(document["methods"][method]["relative"], row[0], row[1]) for row, document in found if method in document.get("methods", {})]
        worst = max(differences)
        print(f"| `{method}` | {len({entry[1] for entry in differences})} | {worst[0]:.1e} | {worst[1]}, {worst[2]} |")
    failures = [(row, document) for row, document in found if "failed" in document or "failedMethods" in document or "missing" in document]
    for row, document in failures:
        print("FAILED", row[0], row[1], Path(row[3]).parent.name,
              json.dumps({key: document[key] for key in ("failed", "failedMethods", "missing") if key in document}))
    return not failures and len(found) == len(rows)


def main():
    options = parse()
    options.work.mkdir(parents=True, exist_ok=True)
    good = True
    if "agreement" in options.what:
        good = report_agreement(options)
    if "speed" in options.what:
        import device_speed
        device_speed.report(options)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
