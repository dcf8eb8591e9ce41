#!/usr/bin/env python3
"""Copies a parity set and leaves out what a smaller copy can do without.

    trim.py SOURCE TARGET

Models and media are copied whole. Of the expected tensors every case keeps ids, embeddings, scores and logits, case 0
its pixels and sounds, the attention of the last layers and its gradients, and the reference explanations but for their
pixels and links: an error in an earlier layer shows in them. Cases after the second and hidden states are left out.
"""
import json
import re
import shutil
import sys
from pathlib import Path

from safetensors.numpy import load_file, save_file

CASES = 2
LAYER = re.compile(r"^(?:grad\.)?(\w+)\.layers\.(\d+)\.")


def kept(name, case, last_layers):
    layer = LAYER.match(name)
    if name in ("input.pixel_values", "input.waveform", "input.audio_features"):
        return case == 0
    if layer is None:
        return not name.startswith("grad.") and ".hidden" not in name and ".stages." not in name
    is_last = int(layer[2]) == last_layers[layer[1]]
    return case == 0 and is_last and not name.endswith("hidden")


def trim_case(source, target, case):
    tensors = load_file(source / "expected.safetensors")
    last_layers = {}
    for name in tensors:
        if layer := LAYER.match(name):
            last_layers[layer[1]] = max(last_layers.get(layer[1], 0), int(layer[2]))
    save_file({k: v for k, v in tensors.items() if kept(k, case, last_layers)}, target / "expected.safetensors")
    for file in source.iterdir():
        if file.name not in ("expected.safetensors", "expected.json", "explain.json", "explain.safetensors"):
            shutil.copyfile(file, target / file.name)


def trim_explanations(source, target):
    facts = json.loads((source / "explain.json").read_text())
    methods = {name: {"method": entry["method"], "set": entry["set"],
                      "outputs": [output for output in entry["outputs"] if output in ("image", "text", "audio")]}
               for name, entry in facts["methods"].items()}
    (target / "explain.json").write_text(json.dumps({"target": facts["target"], "methods": methods}, indent=1) + "\n")
    maps = load_file(source / "explain.safetensors")
    save_file({name: value for name, value in maps.items() if not name.endswith(".pixels") and ".links." not in name},
              target / "explain.safetensors")


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for family in sorted(path for path in source.iterdir() if path.is_dir()):
        shutil.copytree(family / "model", target / family.name / "model", dirs_exist_ok=True,
                        copy_function=shutil.copyfile)
        cases = sorted((family / "cases").iterdir(), key=lambda path: int(path.name))[:CASES]
        for case in cases:
            folder = target / family.name / "cases" / case.name
            folder.mkdir(parents=True, exist_ok=True)
            trim_case(case, folder, int(case.name))
            if case.name == "0" and (case / "explain.json").exists():
                trim_explanations(case, folder)


if __name__ == "__main__":
    main()
