#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns a PyTorch model into a folder that Triptych opens: model.pt (TorchScript) and triptych.json.

    tools/export_model.py FILE.py OUT

FILE.py defines `describe()`, which returns an Export; see docs/examples/glimpse/glimpse.py. Needs Python with torch, of the
version that Triptych is built with or an older one. The program file can do whatever TorchScript can, so Triptych runs
it only after its user has trusted its SHA-256, which is printed here.
"""
import argparse
import dataclasses
import hashlib
import importlib.util
import json
import pathlib
import shutil
import sys

import torch

INPUTS = ("pixel_values", "input_ids", "attention_mask", "token_type_ids", "audio_features")


@dataclasses.dataclass
class Export:
    module: torch.nn.Module
    # Arguments of forward by the names of INPUTS, in order, with an example of each.
    inputs: dict
    # What forward returns (a tuple of tensors), in order: {"name": "text.layers.0.attention", "query": "text", "key":
    # "text"} for attention after the softmax [batch, heads, query, key]; {"name": NAME} for embedding.image,
    # scores.image_text, logits.match, logits.class, hidden states and whatever else shall be recorded.
    outputs: list
    # Per token stream, "segments" in the order of its tokens: [{"modality": "image", "skip": 1}] (class tokens before
    # it are skipped), and "read": the position that the score is computed from (a number, "end_of_text" or "mean").
    streams: dict
    # Keys as in preprocessor_config.json, and "patch_size".
    image: dict = None
    # {"max_tokens": 64, "pad_token_id": 0}
    text: dict = None
    # {"features": "waveform", "sampling_rate": 16000, "samples_per_frame": 320}
    audio: dict = None
    # Copied beside the program: tokenizer.json.
    files: list = dataclasses.field(default_factory=list)
    name: str = ""
    # Tracing records the shapes of the example where the code computes with them; scripting keeps the code.
    trace: bool = False


def to_script(export):
    module = export.module.eval()
    examples = tuple(export.inputs.values())
    return torch.jit.trace(module, examples, check_trace=False) if export.trace else torch.jit.script(module)


def tensors_of(result):
    return (result,) if isinstance(result, torch.Tensor) else tuple(result)


def check(export, script):
    """Refuses what Triptych could not use; fills in the number of heads."""
    unknown = [name for name in export.inputs if name not in INPUTS]
    if unknown:
        sys.exit(f"Unknown inputs {unknown}; forward may take {', '.join(INPUTS)}.")
    expected = tensors_of(export.module(*export.inputs.values()))
    with torch.jit.optimized_execution(False):
        found = tensors_of(script(*export.inputs.values()))
    if len(found) != len(export.outputs):
        sys.exit(f"forward returns {len(found)} tensors, {len(export.outputs)} outputs are described.")
    for output, value, reference in zip(export.outputs, found, expected):
        torch.testing.assert_close(value, reference, msg=lambda text: f"{output['name']}: {text}")
        if output["name"].endswith("attention"):
            check_attention(output, value, found, export)
            output["heads"] = value.shape[1]


def check_attention(output, value, found, export):
    if value.dim() != 4 or not torch.allclose(value.sum(-1), torch.ones(()), atol=1e-3):
        sys.exit(f"{output['name']} is not [batch, heads, query, key] with rows that sum to one.")
    for stream in (output["query"], output["key"]):
        if stream not in export.streams:
            sys.exit(f"{output['name']} names the stream {stream}, which is not described.")
    scores = [x for o, x in zip(export.outputs, found) if o["name"].split(".")[0] in ("scores", "logits")]
    if scores and value.requires_grad:
        gradient = torch.autograd.grad(scores[0].sum(), value, allow_unused=True, retain_graph=True)[0]
        if gradient is None:
            print(f"Note: the score does not depend on the returned {output['name']}; return the very tensor that "
                  "forward goes on with, or no method that needs gradients can use it.", file=sys.stderr)


def manifest_of(export):
    manifest = {"format": 1, "name": export.name, "program": "model.pt", "inputs": list(export.inputs),
                "outputs": export.outputs, "streams": export.streams}
    for part in ("image", "text", "audio"):
        if getattr(export, part) is not None:
            manifest[part] = getattr(export, part)
    return manifest


def write(export, folder):
    """Writes the folder and returns the SHA-256 of its program."""
    script = to_script(export)
    check(export, script)
    folder.mkdir(parents=True, exist_ok=True)
    script.save(str(folder / "model.pt"))
    (folder / "triptych.json").write_text(json.dumps(manifest_of(export), indent=2) + "\n")
    for file in export.files:
        shutil.copy(file, folder)
    return hashlib.sha256((folder / "model.pt").read_bytes()).hexdigest()


def load_description(file):
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("export_model", sys.modules[__name__])
    spec.loader.exec_module(module)
    return module.describe()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help="Python file with describe()")
    parser.add_argument("out", type=pathlib.Path, help="model folder to write")
    arguments = parser.parse_args()
    digest = write(load_description(arguments.file), arguments.out)
    print(f"{arguments.out}: try  triptych-cli inspect --model {arguments.out} --trust {digest}")


if __name__ == "__main__":
    main()
