#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/data/program/glimpse from docs/examples/glimpse/glimpse.py, and what Python computes with it.

Needs torch, safetensors and tokenizers. expected.safetensors: input.*, every output, and grad.<map> of logits.match.
"""
import pathlib
import sys

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

here = pathlib.Path(__file__).resolve().parent
root = here.parents[2]
sys.path.insert(0, str(root / "tools"))
import export_model  # noqa: E402

WORDS = ("[PAD] [UNK] [CLS] [SEP] a the red blue green ring square circle cross left right of above below and small "
         "big is on with ##s under near .").split()


def make_tokenizer(file):
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.save(str(file))
    return tokenizer


def main():
    file = root / "docs/examples/glimpse/tokenizer.json"
    tokenizer = make_tokenizer(file)
    export = export_model.load_description(root / "docs/examples/glimpse/glimpse.py")
    folder = here / "glimpse"
    digest = export_model.write(export, folder)

    torch.manual_seed(9)
    ids = tokenizer.encode("a red ring left of the blue squares").ids
    inputs = {"input.pixel_values": torch.randn(1, 3, 32, 32), "input.input_ids": torch.tensor([ids]),
              "input.attention_mask": torch.ones(1, len(ids), dtype=torch.long)}
    outputs = dict(zip((o["name"] for o in export.outputs), export.module(*inputs.values())))
    maps = [name for name in outputs if name.endswith("attention")]
    gradients = torch.autograd.grad(outputs["logits.match"][0, 0], [outputs[name] for name in maps])
    expected = inputs | outputs | {f"grad.{name}": value for name, value in zip(maps, gradients)}
    save_file({name: value.detach().contiguous() for name, value in expected.items()}, here / "expected.safetensors")
    print(len(WORDS), "words,", digest)


if __name__ == "__main__":
    main()
