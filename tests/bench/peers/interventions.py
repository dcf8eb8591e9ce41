#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Interventions beside transformers' CLIP on the same weights: keys masked before the softmax, heads removed.

    interventions.py [--cli build/release/bin/triptych-cli] [--fixture tests/data/parity/clip]

Needs torch, transformers and safetensors (the environment of compare_transformers.py has them).
"""
import argparse
import json
import subprocess
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import CLIPModel
from transformers.models.clip import modeling_clip

ROOT = Path(__file__).resolve().parents[3]
CLASS_TOKENS = 1


def eager(change):
    """Attention whose scores or weights `change` sees: change(module, scores) -> weights."""
    def attend(module, query, key, value, attention_mask, scaling, dropout=0.0, **kwargs):
        scores = query @ key.transpose(-1, -2) * scaling
        if attention_mask is not None:
            scores = scores + attention_mask
        elif kwargs.get("is_causal", getattr(module, "is_causal", False)):
            scores = scores + torch.full(scores.shape[-2:], float("-inf")).triu(1)
        weights = change(module, scores)
        return (weights @ value).transpose(1, 2).contiguous(), weights
    return attend


def score(model, case, change):
    modeling_clip.eager_attention_forward = eager(change)
    expected = load_file(case / "expected.safetensors")
    with torch.no_grad():
        out = model(pixel_values=expected["input.pixel_values"], input_ids=expected["input.input_ids"].long(),
                    attention_mask=expected["input.attention_mask"].long())
    return out.logits_per_image[0, 0].item()


def ours(cli, fixture, line):
    case = fixture / "cases" / "0"
    out = subprocess.run([cli, "intervene", "--model", fixture / "model", "--sample", case / "input.json", "--inputs",
                          case / "expected.safetensors", "--target", "pair:0,0", "--do", line, "--json", "--quiet"],
                         check=True, capture_output=True, text=True)
    return json.loads(out.stdout)["after"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", default=ROOT / "build" / "release" / "bin" / "triptych-cli")
    parser.add_argument("--fixture", type=Path, default=ROOT / "tests" / "data" / "parity" / "clip")
    options = parser.parse_args()
    model = CLIPModel.from_pretrained(options.fixture / "model", attn_implementation="eager").eval()
    layers = list(model.vision_model.encoder.layers)
    words = list(model.text_model.encoder.layers)

    def masked(modules, keys, queries=slice(None)):
        def change(module, scores):
            if module in modules:
                rows = torch.zeros_like(scores[0])
                block = rows[:, queries]
                block[..., keys] = float("-inf")
                rows[:, queries] = block
                scores = torch.cat([scores[:1] + rows, scores[1:]])
            return scores.softmax(-1)
        return change

    def without(module_of, head):
        def change(module, scores):
            weights = scores.softmax(-1)
            if module is module_of:
                weights = weights.clone()
                weights[0, head] = 0
            return weights
        return change

    cases = {
        "scale-heads factor=1": lambda module, scores: scores.softmax(-1),
        "knock-out to=image:3,7 maps=vision.layers.0.attention":
            masked([layers[0].self_attn], [3 + CLASS_TOKENS, 7 + CLASS_TOKENS]),
        "knock-out to=image:0-5": masked([layer.self_attn for layer in layers], list(range(1, 7))),
        "knock-out from=image:2 to=image:4,5":
            masked([layer.self_attn for layer in layers], [5, 6], slice(3, 4)),
        "knock-out to=text:2": masked([layer.self_attn for layer in words], [2]),
        "scale-heads maps=vision.layers.1.attention heads=1": without(layers[1].self_attn, 1),
        "scale-heads maps=text.layers.0.attention heads=0": without(words[0].self_attn, 0),
    }
    print("| intervention | transformers | Triptych | difference |\n|---|---|---|---|")
    for line, change in cases.items():
        theirs, own = score(model, options.fixture / "cases" / "0", change), ours(options.cli, options.fixture, line)
        print(f"| `{line}` | {theirs:.6f} | {own:.6f} | {abs(theirs - own):.1e} |")


if __name__ == "__main__":
    main()
