#!/usr/bin/env python3
"""Converts pickled PyTorch weights to safetensors, which cannot run code.

    convert_weights.py MODEL_FOLDER      reads pytorch_model.bin, its shards or the only .pt/.pth/.ckpt file, writes model.safetensors
    convert_weights.py FILE [OUT]        converts one file

Needs `pip install torch safetensors`. The pickle is read with weights_only, which refuses everything but tensors and plain
values; still, convert only files from people you trust, and with a current PyTorch.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

ENDINGS = (".bin", ".pt", ".pth", ".ckpt")
NESTED = ("state_dict", "model", "module")  # where training scripts put the weights


def read(path):
    content = torch.load(path, map_location="cpu", weights_only=True)
    for key in NESTED:
        if isinstance(content.get(key), dict):
            content = content[key]
    return {name: value for name, value in content.items() if isinstance(value, torch.Tensor)}


def weight_files(folder):
    index = folder / "pytorch_model.bin.index.json"
    if index.exists():
        return [folder / name for name in sorted(set(json.loads(index.read_text())["weight_map"].values()))]
    found = sorted(path for path in folder.iterdir() if path.suffix in ENDINGS and path.name != "training_args.bin")
    named = [path for path in found if path.name == "pytorch_model.bin"]
    if not named and len(found) != 1:
        sys.exit(f"{folder}: expected pytorch_model.bin or one file of {', '.join(ENDINGS)}; name the file itself.")
    return named or found


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    files = weight_files(source) if source.is_dir() else [source]
    out = Path(sys.argv[2]) if len(sys.argv) == 3 else (source if source.is_dir() else source.parent) / "model.safetensors"
    if out.exists():
        sys.exit(f"{out} exists; move it away first.")
    weights = {}
    for file in files:
        weights.update(read(file))
    if not weights:
        sys.exit(f"{files[0]}: no tensors found.")
    # Tensors that share memory (tied weights) are stored once each.
    save_file({name: value.clone().contiguous() for name, value in weights.items()}, out, metadata={"format": "pt"})
    print(f"{out}: {len(weights)} tensors")


if __name__ == "__main__":
    main()
