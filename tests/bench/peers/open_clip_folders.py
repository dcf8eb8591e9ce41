#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders in open_clip's layout with towers of timm and transformers (BiomedCLIP's shape): the command line against open_clip.

    open_clip_folders.py --programs build/release/bin [--work FOLDER]

Needs open_clip_torch, timm, transformers, tokenizers and safetensors. Each folder has random weights; the text tower's configuration is
built here, as no network is asked. Prints the largest error of scores, embeddings and every attention row that a token looks from.
"""
import argparse
import json
import subprocess
from pathlib import Path

import open_clip
import torch
import transformers
from open_clip.hf_model import HFTextEncoder
from open_clip.timm_model import TimmModel
from PIL import Image
from safetensors.torch import load_file, save_file
from tokenizers import BertWordPieceTokenizer

import samples

TEXTS = ["a chest x-ray of a healthy lung", "adenocarcinoma histopathology", "MRI"]
VARIANTS = {
    "biomed": dict(vision="vit_base_patch16_224", pool="", proj="linear", width=768, pooler="cls_last_hidden_state_pooler", text="mlp"),
    "tiny-mean": dict(vision="vit_tiny_patch16_224", pool="avg", proj="mlp", width=128, pooler="cls_pooler", text="linear"),
    "tiny-head": dict(vision="vit_tiny_patch16_224", pool="avg", proj="", width=192, pooler="cls_pooler", text="mlp"),
}
JOINT = 96


class Model(torch.nn.Module):
    """open_clip's two towers without its factory, which would ask the network for configurations."""

    def __init__(self, variant, vocabulary):
        super().__init__()
        self.visual = TimmModel(variant["vision"], JOINT, pool=variant["pool"], proj=variant["proj"])
        config = transformers.BertConfig(hidden_size=variant["width"], num_hidden_layers=3, num_attention_heads=variant["width"] // 64,
                                         intermediate_size=4 * variant["width"], vocab_size=vocabulary, max_position_embeddings=128)
        self.text = HFTextEncoder("bert", JOINT, config, variant["pooler"], variant["text"])
        self.logit_scale = torch.nn.Parameter(torch.tensor(2.5))


def tokenizer(folder):
    trainer = BertWordPieceTokenizer()
    trainer.train_from_iterator([" ".join(TEXTS), *samples.captions(200)], vocab_size=200, show_progress=False)
    fast = transformers.BertTokenizerFast(tokenizer_object=trainer._tokenizer)
    fast.save_pretrained(folder)
    return fast


def make(folder, variant):
    folder.mkdir(parents=True, exist_ok=True)
    words = tokenizer(folder)
    torch.manual_seed(1)
    model = Model(variant, len(words)).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim >= 2:
                weight.normal_(std=0.05)
            elif name.endswith("bias"):
                weight.normal_(std=0.02)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / "open_clip_model.safetensors")
    (folder / "open_clip_config.json").write_text(json.dumps({
        "model_cfg": {"embed_dim": JOINT,
                      "vision_cfg": {"timm_model_name": variant["vision"], "timm_model_pretrained": False, "timm_pool": variant["pool"],
                                     "timm_proj": variant["proj"]},
                      "text_cfg": {"hf_model_name": "bert-of-the-field", "hf_tokenizer_name": "bert-of-the-field",
                                   "hf_proj_type": variant["text"], "hf_pooler_type": variant["pooler"], "context_length": 32}},
        "preprocess_cfg": {"mean": [0.48, 0.46, 0.41], "std": [0.27, 0.26, 0.28], "interpolation": "bicubic", "resize_mode": "shortest"}}))
    return model, words


@torch.inference_mode()
def reference(model, words, picture):
    transform = open_clip.transform.image_transform_v2(
        open_clip.transform.PreprocessCfg(size=224, mean=(0.48, 0.46, 0.41), std=(0.27, 0.26, 0.28)), is_train=False)
    pixels = transform(Image.open(picture))[None]
    ids = words(TEXTS, max_length=32, padding="max_length", truncation=True, return_tensors="pt")["input_ids"]
    maps = {}
    for index, block in enumerate(model.visual.trunk.blocks):
        block.attn.fused_attn = False
        block.attn.attn_drop.register_forward_hook(
            lambda module, inputs, output, index=index: maps.__setitem__(f"vision.layers.{index}.attention", output))
    image = torch.nn.functional.normalize(model.visual(pixels), dim=-1)
    text = torch.nn.functional.normalize(model.text(ids), dim=-1)
    return maps | {"input.pixel_values": pixels, "embedding.image": image, "embedding.text": text,
                   "scores.image_text": model.logit_scale.exp() * image @ text.T}, ids


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("/tmp/open-clip-folders"))
    options = parser.parse_args()
    picture = samples.pictures(options.work / "media", 1)[0]
    sample = options.work / "sample.json"
    sample.write_text(json.dumps({"images": [str(picture)], "texts": TEXTS}))
    for name, variant in VARIANTS.items():
        folder, dump = options.work / name, options.work / f"{name}.safetensors"
        model, words = make(folder, variant)
        subprocess.run([options.programs / "triptych-cli", "run", "--model", folder, "--sample", sample, "--dump", dump, "--quiet"],
                       check=True, stdout=subprocess.DEVNULL)
        ours = load_file(dump)
        theirs, ids = reference(model, words, picture)
        assert torch.equal(ours["input.input_ids"], ids), "token ids differ"
        for tensor, expected in theirs.items():
            print(f"{name}: {tensor}: {(ours[tensor] - expected).abs().max().item():.1e}")


if __name__ == "__main__":
    main()
