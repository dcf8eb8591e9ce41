# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed and memory of published CLIP shapes beside transformers, both sides in turn."""
import gc
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch
import transformers
from PIL import Image

import reference_pass
import samples
from published_shapes import make_folder

ROUNDS = 3
CAPTIONS = 10_000
PICTURES = 100


def _median(repeat, work):
    work()
    seconds = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


class Python:
    """What a user of transformers writes for the same questions."""

    def __init__(self, name, folder, sample):
        content = json.loads(Path(sample).read_text())
        self.images, self.texts = content["images"], content["texts"]
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        self.processor = transformers.CLIPImageProcessor.from_pretrained(folder)
        self.fused = reference_pass.load(name, folder, "sdpa")
        self.eager = reference_pass.load(name, folder, "eager")
        self.prepared = self.prepare()

    def prepare(self):
        pixels = self.processor([Image.open(file).convert("RGB") for file in self.images], return_tensors="pt")
        words = self.tokenizer(self.texts, padding=True, return_tensors="pt")
        return {"pixel_values": pixels["pixel_values"], "input_ids": words["input_ids"], "attention_mask": words["attention_mask"]}

    @torch.inference_mode()
    def forward(self):
        return self.fused(**self.prepared)

    @torch.inference_mode()
    def watched(self):
        return self.eager(**self.prepare(), output_attentions=True)

    def relevancy(self):
        """Relevancy of both towers for the first pair, as its authors published it: one backward pass, every layer."""
        result = self.eager(**self.prepare(), output_attentions=True)
        maps = [*result.vision_model_output.attentions, *result.text_model_output.attentions]
        gradients = torch.autograd.grad(result.logits_per_image[0, 0], maps)
        found = []
        for tower in (range(len(result.vision_model_output.attentions)), range(len(result.vision_model_output.attentions), len(maps))):
            relevance = torch.eye(maps[tower[0]].shape[-1])
            for layer in tower:
                relevance = relevance + (gradients[layer][0] * maps[layer][0]).clamp(min=0).mean(0) @ relevance
            found.append(relevance)
        return found

    def tokenize(self):
        self.tokenizer(self.captions)


def _theirs(peer, captions, repeat):
    peer.captions = captions
    return {what: _median(repeat, getattr(peer, what)) for what in ("forward", "watched", "relevancy", "tokenize")}


def _ours(options, folder, sample, captions=None):
    """Without captions: the preparation alone, once."""
    repeat = "1" if captions is None else str(options.repeat)
    command = [options.programs / "triptych-peers", folder, sample, repeat, *([] if captions is None else [captions])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _alone(what, name, folder, sample):
    """A figure of a fresh Python process."""
    command = [sys.executable, __file__, what, name, str(folder), str(sample)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _status(key):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    return 0


def _fresh(what, name, folder, sample):
    before = _status("VmRSS:")
    begin = time.perf_counter()
    model = reference_pass.load(name, folder, "eager")
    loaded = time.perf_counter() - begin
    if what == "load":
        return {"load": loaded}
    peer = Python.__new__(Python)
    content = json.loads(Path(sample).read_text())
    peer.images, peer.texts, peer.eager = content["images"], content["texts"], model
    peer.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    peer.processor = transformers.CLIPImageProcessor.from_pretrained(folder)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    peer.watched()
    return {"peakBytes": _status("VmHWM:") - before}


def _rows(options, name, media):
    folder = make_folder(name, options.work)
    pair = samples.sample_file(_shape(name), media)
    many = samples.sample_file(_shape(name), media, PICTURES, samples.CAPTIONS[:1])
    texts = samples.captions(CAPTIONS)
    file = media / "captions.txt"
    file.write_text("\n".join(texts) + "\n")
    weights = sum(part.stat().st_size for part in folder.glob("*.safetensors"))
    peer, crowd = Python(name, folder, pair), Python(name, folder, many)
    rounds = []
    for _ in range(ROUNDS):
        ours = _ours(options, folder, pair, file)
        ours |= _ours(options, folder, many)
        theirs = _theirs(peer, texts, options.repeat)
        theirs["prepare"] = _median(1, crowd.prepare)
        theirs |= _alone("load", name, folder, pair) | _alone("memory", name, folder, pair)
        rounds.append((ours, theirs))
    for what, unit, scale in (("forward", "ms", 1e3), ("watched", "ms", 1e3), ("relevancy", "ms", 1e3), ("tokenize", "ms", 1e3),
                              ("prepare", "ms", 1e3), ("load", "ms", 1e3), ("peakBytes", "MiB", 2 ** -20)):
        less = weights if what == "peakBytes" else 0
        ours, theirs = (statistics.median(side[index][what] - less for side in rounds) * scale for index in (0, 1))
        yield f"| {name} | {what} | {ours:.3g} {unit} | {theirs:.3g} {unit} | {theirs / ours:.2f} |"


def _shape(name):
    from published_shapes import SHAPES
    return SHAPES[name]


def report(names, options):
    torch.set_num_threads(options.threads)
    print(f"\nOne picture and {len(samples.CAPTIONS)} captions, {options.threads} threads; `tokenize`: {CAPTIONS} captions; `prepare`: {PICTURES} "
          "pictures; `peakBytes`: beyond weights and libraries, every map watched.\n")
    print("| model | what | Triptych | transformers | times faster or smaller |\n|---|---|---|---|---|")
    for name in names:
        for row in _rows(options, name, options.work / "media"):
            print(row, flush=True)


if __name__ == "__main__":
    print(json.dumps(_fresh(*sys.argv[1:])))
