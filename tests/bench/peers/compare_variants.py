#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other configurations of every family than those of the parity set: the command line against transformers on the same folder.

    compare_variants.py CLI [FAMILY[:VARIANT] ...] [--parity FOLDER] [--work FOLDER] [--verbose]

Each variant takes the tiny model folder of a family, changes its configuration, fills a transformers model of that configuration with
seeded weights, stores it in one of the ways of published checkpoints, and runs both programs on pictures, texts and sounds of its own.
A line per variant: passed, mismatch (with the tensors), refused (with the program's sentence), or that transformers cannot run it.
Needs torch, transformers, safetensors, scipy, pillow, sentencepiece and protobuf.
"""
import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file

from variants.media import PARITY, make_media
from variants.folders import make_folder
from variants.published import FAMILIES

sys.path.insert(0, str(PARITY))
import compare  # noqa: E402  the tolerances and the comparison of the parity set

LONGEST_RUN = 120  # seconds


def run_cli(cli, folder, sample, dump):
    """What the program dumped, empty where it refused; and its sentence."""
    file = dump.with_suffix(".json")
    file.write_text(json.dumps(sample))
    command = [cli, "run", "--model", folder, "--sample", file, "--dump", dump, "--watch", "all", "--quiet", "--threads", "1"]
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=LONGEST_RUN)
    except subprocess.TimeoutExpired:
        return {}, f"took longer than {LONGEST_RUN} s"
    return load_file(dump) if done.returncode == 0 else {}, (done.stderr.strip() or f"exit {done.returncode}")

LOOSE = {"input.audio_features": (2e-3, 0.0)}


def failures(found, ours, resampled):
    mask = found.get("input.attention_mask", ours.get("input.attention_mask"))
    mask = mask.numpy() if mask is not None else None
    wrong = []
    for name, value in found.items():
        if name not in ours:
            wrong.append((True, f"{name} missing"))
            continue
        tolerance = LOOSE.get(name, compare.TOLERANCES[compare.kind_of(name)])
        if resampled and name != "input.input_ids":
            tolerance = (max(tolerance[0], 1e-2), tolerance[1])
        value = value.detach().contiguous().numpy()
        verdict, error, _ = compare.difference(name, ours[name].numpy(), value, tolerance, mask)
        if verdict:
            wrong.append((error > 4 * (tolerance[0] + tolerance[1] * abs(value).max()) or value.dtype.kind != "f"
                          or error != error, f"{name} {error:.2g} ({verdict})"))
    return wrong


def sample_with_files(sample, folder):
    content = dict(sample)
    for kind in ("images", "audios"):
        if kind in content:
            content[kind] = [str(folder / name) for name in content[kind]]
    return content


def reason(error):
    lines = [line for line in str(error).strip().splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0][:200] if lines else ''}"


def run_both(family, variant, options, folder, model):
    """(ours, the program's sentence, the reference or the exception that stopped it)"""
    if family.source == "lxmert":
        shutil.copy(options.parity / "lxmert" / "cases" / "1" / "regions.safetensors", folder)
    sample = sample_with_files(variant.sample or family.sample, options.work / "media")
    if "regions" in sample:
        sample["regions"] = str(folder / "regions.safetensors")
    ours, message = run_cli(options.cli, folder, sample, folder.with_suffix(".safetensors"))
    try:
        with torch.inference_mode():
            return ours, message, family.reference(model, folder, sample, ours)
    except Exception as error:
        if options.verbose:
            raise
        return ours, message, error


def verdict_of(found, ours, variant, family):
    sounds = (variant.sample or family.sample).get("audios", ())
    wrong = failures(found, ours, any(Path(name).stem in ("low", "stereo") for name in sounds))
    if not wrong:
        return "passed", f"{len(found)} tensors"
    # A few times the tolerance is what float32 costs where weights are sharp; more is another computation.
    state = "MISMATCH" if any(is_large for is_large, _ in wrong) else "rounding"
    return state, f"{len(wrong)} of {len(found)}: " + "; ".join(line for _, line in wrong[:6])


def run_variant(family, variant, options, folder):
    try:
        model = make_folder(family, variant, options.parity, folder)
    except Exception as error:
        return "transformers cannot", reason(error)
    ours, message, found = run_both(family, variant, options, folder, model)
    failed = isinstance(found, Exception)
    if not ours:
        # The reference of a decoder needs the produced ids, so that its failure says nothing here.
        return "refused", message + (f" | reference: {reason(found)}" if failed else "")
    return ("transformers cannot", reason(found)) if failed else verdict_of(found, ours, variant, family)


def chosen(names):
    for key, family in FAMILIES.items():
        for variant in family.variants:
            if not names or key in names or f"{key}:{variant.name}" in names:
                yield key, family, variant


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli", type=Path)
    parser.add_argument("families", nargs="*", help="family or family:variant; all by default")
    parser.add_argument("--parity", type=Path, default=PARITY)
    parser.add_argument("--work", type=Path, help="keeps the folders; a temporary one by default")
    parser.add_argument("--verbose", action="store_true", help="tracebacks of the reference")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(1)
    temporary = None if options.work else tempfile.TemporaryDirectory()
    options.work = options.work or Path(temporary.name)
    make_media(options.work / "media")
    tally = {}
    for key, family, variant in chosen(options.families):
        folder = options.work / key / variant.name
        shutil.rmtree(folder, ignore_errors=True)
        state, detail = run_variant(family, variant, options, folder)
        tally[state] = tally.get(state, 0) + 1
        print(f"{state:10} {key}:{variant.name}  {detail}", flush=True)
        if temporary:
            shutil.rmtree(folder, ignore_errors=True)
    print(", ".join(f"{count} {state}" for state, count in sorted(tally.items())))
    return 1 if tally.get("MISMATCH") else 0


if __name__ == "__main__":
    sys.exit(main())
