# SPDX-License-Identifier: GPL-3.0-or-later
"""One model and one sample, explained by both sides: how far their maps are apart, and how long each takes."""
import json
import statistics
import subprocess
import time

import shap
import torch
from safetensors.torch import load_file

import captum_maps
import samples
from clip_game import ClipGame
from published_shapes import SHAPES

SEED = 0
CAPTION = "two dogs play on the grass"
# Largest error by the map's largest magnitude. Captum fits in float32 and holds the sum of KernelSHAP by a large weight alone.
TOLERANCES = {"integrated_gradients": 1e-3, "occlusion": 1e-3, "kernel_shap": 1e-2, "lime": 1e-2}


class Case:
    def __init__(self, name, folder, options):
        self.name, self.folder, self.options = name, folder, options
        self.sample = samples.sample_file(SHAPES["clip-b32"], options.work / "media", 1, [CAPTION])
        dump = self._file("inputs")
        self._run("triptych-cli", "run", "--model", folder, "--sample", self.sample, "--dump", dump, "--quiet", "--threads", options.threads)
        self.game = ClipGame(folder, load_file(dump))
        drawn = self._file("coalitions")
        self._run("triptych-explain-peers", "coalitions", self.game.units, options.samples, SEED, drawn)
        self.coalitions = load_file(drawn)

    def _file(self, what):
        return self.options.work / f"{self.name}-{what}.safetensors"

    def _run(self, program, *arguments):
        return subprocess.run([self.options.programs / program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout

    def settings(self, method):
        given = {"integrated_gradients": {"steps": captum_maps.STEPS}, "lime": {"kernel_width": captum_maps.KERNEL_WIDTH, "ridge": captum_maps.RIDGE},
                 "rise": {"masks": self.options.samples}}.get(method, {})
        if method in ("kernel_shap", "lime"):
            given["samples"] = self.options.samples
        return [f"{key}={value}" for key, value in given.items()]

    def our_map(self, method):
        """The values of the patches, and behind them those of the words where the method hides words."""
        out = self.options.work / f"{self.name}-{method}"
        settings = [argument for setting in self.settings(method) for argument in ("--set", setting)]
        self._run("triptych-cli", "explain", "--model", self.folder, "--sample", self.sample, "--method", method, "--target", "pair:0,0", "--seed", SEED,
                  "--out", out, "--quiet", "--threads", self.options.threads, *settings)
        found = load_file(out / "relevance.safetensors")
        patches = found["relevance.image"].flatten()
        if method not in ("kernel_shap", "lime"):
            return patches
        return torch.cat([patches, found["relevance.text"][list(self.game.words)]])

    def their_map(self, method):
        drawn = [self.coalitions[method]] if method in self.coalitions else []
        return getattr(captum_maps, method)(self.game, *drawn).flatten()

    def our_seconds(self, method):
        answer = self._run("triptych-explain-peers", "time", self.folder, self.sample, self.options.repeat, method, *self.settings(method))
        return json.loads(answer)["seconds"]


def report_agreement(case):
    print(f"\n{case.name}: {case.game.units} units, {case.options.samples} coalitions\n\n| method | error | correlation | tolerance |\n|---|---|---|---|")
    agrees = True
    for method, tolerance in TOLERANCES.items():
        ours, theirs = case.our_map(method).double(), case.their_map(method).double()
        error = ((ours - theirs).abs().max() / theirs.abs().max()).item()
        correlation = torch.corrcoef(torch.stack([ours, theirs]))[0, 1].item()
        agrees &= error <= tolerance
        print(f"| {method} | {error:.1e} | {correlation:.6f} | {tolerance:.0e} |", flush=True)
    return agrees


def _shap_kernel(case):
    """The package shap on as many coalitions; it draws its own."""
    units = case.game.units
    explainer = shap.KernelExplainer(lambda masks: case.game.values(masks).numpy(), torch.zeros(1, units).numpy())
    explainer.shap_values(torch.ones(1, units).numpy(), nsamples=case.options.samples, l1_reg=False, silent=True)


@torch.inference_mode()
def _plain_rise(case, cells=8, batch=32):
    """RISE from its formula."""
    game, total = case.game, torch.zeros(case.game.pixels.shape[-2:])
    size = game.pixels.shape[-1]
    cell = -(-size // cells)
    for begin in range(0, case.options.samples, batch):
        count = min(batch, case.options.samples - begin)
        large = torch.nn.functional.interpolate((torch.rand(count, 1, cells, cells) < 0.5).float(), size=(cells + 1) * cell, mode="bilinear")
        shifts = torch.randint(cell, (count, 2)).tolist()
        masks = torch.stack([mask[:, down:down + size, right:right + size] for mask, (down, right) in zip(large, shifts)])
        values = game.score(game.pixels * masks, game.ids.expand(count, -1))
        total += (values.reshape(-1, 1, 1) * masks[:, 0]).sum(0)
    return total


def _median(repeat, work):
    work()
    seconds = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def report_speed(case):
    repeat = case.options.repeat
    peers = [(method, "captum", lambda method=method: case.their_map(method)) for method in TOLERANCES]
    peers += [("kernel_shap", "shap", lambda: _shap_kernel(case)), ("rise", "PyTorch from the formula", lambda: _plain_rise(case))]
    print(f"\n{case.name}: {case.options.threads} threads, {case.options.samples} coalitions or masks\n\n| method | Triptych | peer | seconds | times faster |\n"
          "|---|---|---|---|---|")
    for method, peer, work in peers:
        ours, theirs = case.our_seconds(method), _median(repeat, work)
        print(f"| {method} | {ours:.3f} | {peer} | {theirs:.3f} | {theirs / ours:.2f} |", flush=True)
