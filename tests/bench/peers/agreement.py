# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores and last-layer attention of published shapes: the command line against the original classes."""
import subprocess

import torch
from safetensors.torch import load_file

import reference_pass
import samples
from published_shapes import SHAPES, make_folder


def _run(programs, model, sample, dump, threads):
    subprocess.run([programs / "triptych-cli", "run", "--model", model, "--sample", sample, "--dump", dump, "--threads",
                    str(threads), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return load_file(dump)


def _rows(name, ours, theirs):
    """The reference computes a row per token, the command line those that were predicted: the last ones."""
    return theirs[:, -ours.shape[1]:] if name == "logits.decoder" else theirs


def _errors(ours, theirs):
    for name, expected in theirs.items():
        expected = _rows(name, ours[name], expected).float()
        if ours[name].shape != expected.shape:
            raise SystemExit(f"{name}: {tuple(ours[name].shape)} against {tuple(expected.shape)}")
        largest = expected.abs().max().item()
        yield name, (ours[name].float() - expected).abs().max().item(), largest


def report(names, options):
    torch.set_num_threads(options.threads)
    print("| model | tensor | largest error | largest value |\n|---|---|---|---|")
    for name in names:
        folder = make_folder(name, options.work)
        sample = samples.sample_file(SHAPES[name], options.work / "media")
        ours = _run(options.programs, folder, sample, options.work / f"{name}.safetensors", options.threads)
        model = reference_pass.load(name, folder)
        with torch.inference_mode():
            theirs = reference_pass.forward(name, model, ours)
        for tensor, error, largest in _errors(ours, theirs):
            print(f"| {name} | `{tensor}` | {error:.1e} | {largest:.3g} |", flush=True)
        del model, theirs, ours
        (options.work / f"{name}.safetensors").unlink()
