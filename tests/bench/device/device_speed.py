# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP ViT-B/32 of published size with random weights on a GPU: one picture with one and with three captions, beside transformers."""
import json
import shutil
import statistics
import subprocess
import time

import published_shapes
import samples

REPEATS = 50
METHODS = (("chefer", []), ("attention", []), ("rollout", []), ("integrated_gradients", []), ("rise", ["masks=6000"]), ("occlusion", []),
           ("kernel_shap", []))


def _ours(options, folder, sample, repeats, method=()):
    command = [options.programs / "triptych-device-bench", "speed", options.device, folder, sample, str(repeats), *method]
    done = subprocess.run(command, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr.strip()}


def _in_type(folder, dtype):
    import torch
    from safetensors.torch import load_file, save_file
    target = folder.with_name(f"{folder.name}-{dtype}")
    if not (target / "complete").exists():
        shutil.copytree(folder, target, dirs_exist_ok=True)
        for file in target.glob("*.safetensors"):
            save_file({name: value.to(getattr(torch, dtype)) for name, value in load_file(file).items()}, file, metadata={"format": "pt"})
    return target


def _median(work):
    import torch
    seconds = []
    for _ in range(REPEATS + 3):
        torch.cuda.synchronize()
        begin = time.perf_counter()
        work()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds[3:])


def _theirs(options, folder, sample):
    """Forward passes on ready inputs: fused, and eager with every map."""
    import torch
    import transformers
    from PIL import Image
    content = json.loads(sample.read_text())
    words = transformers.AutoTokenizer.from_pretrained(folder)(content["texts"], padding=True, return_tensors="pt")
    processor = transformers.CLIPImageProcessor.from_pretrained(folder)
    pixels = processor([Image.open(file).convert("RGB") for file in content["images"]], return_tensors="pt")
    inputs = {"pixel_values": pixels["pixel_values"].to(options.device), "input_ids": words["input_ids"].to(options.device),
              "attention_mask": words["attention_mask"].to(options.device)}
    figures = {}
    for attention, maps in (("sdpa", False), ("eager", True)):
        model = transformers.CLIPModel.from_pretrained(folder, attn_implementation=attention, dtype=torch.float32).to(options.device).eval()
        with torch.inference_mode():
            figures["watched" if maps else "unwatched"] = _median(lambda: model(**inputs, output_attentions=maps))
    return figures


def _search(options):
    print("\n| exact search | one query | 200 at once, a query | recall |\n|---|---|---|---|")
    for rows in (100_000, 1_000_000):
        for device in ("cpu", options.device):
            command = [options.programs / "triptych-device-bench", "search", device, str(rows), "512"]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(f"| {rows} x 512, {device} | {found['msPerQuery']['1']:.3f} ms | {found['msPerQuery']['200']:.3f} ms | {found['recall']} |", flush=True)


def report(options):
    folder = published_shapes.make_folder("clip-b32", options.work)
    shape = published_shapes.SHAPES["clip-b32"]
    pair = samples.sample_file(shape, options.work / "media", texts=samples.CAPTIONS[:1])
    print(f"\nCLIP ViT-B/32, one picture and one caption, median of {REPEATS}, milliseconds: forward pass / from files to the result.\n")
    print("| weights | nothing watched | every map |\n|---|---|---|")
    for dtype in ("float32", "float16", "bfloat16"):
        model = folder if dtype == "float32" else _in_type(folder, dtype)
        found = _ours(options, model, pair, REPEATS)
        cells = [f"{found[what]['forward'] * 1e3:.2f} / {found[what]['whole'] * 1e3:.2f}" for what in ("unwatched", "watched")] if "failed" not in found else [found["failed"], ""]
        print(f"| {dtype} | " + " | ".join(cells) + " |", flush=True)
    try:
        theirs = _theirs(options, folder, pair)
        print(f"| transformers, float32 | {theirs['unwatched'] * 1e3:.2f} | {theirs['watched'] * 1e3:.2f} |")
    except (ImportError, RuntimeError, OSError, ValueError) as problem:
        print(f"| transformers | {problem} | |")
    print("\n| method | seconds to explain |\n|---|---|")
    for method, settings in METHODS:
        found = _ours(options, folder, pair, 1 if method == "rise" else 3, [method, *settings])
        print(f"| `{method}` {' '.join(settings)} | {found['method']['explain']:.3f} |" if "failed" not in found else f"| `{method}` | {found['failed']} |", flush=True)
    _search(options)
