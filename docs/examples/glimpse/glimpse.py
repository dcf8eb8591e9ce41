# SPDX-License-Identifier: GPL-3.0-or-later
"""A worked example for tools/export_model.py: a model that Triptych does not know.

Patches of the image look at each other, words look at each other, then the words look at the patches; the first word's
state says whether picture and text belong together. Replace it by your own: what matters is that forward returns the
attention that it goes on with, and that describe() says what the tensors are.
"""
import math
import pathlib
from typing import Tuple

import torch
from export_model import Export
from torch import Tensor, nn

WIDTH, HEADS, PATCH, IMAGE, WORDS = 16, 2, 8, 32, 24


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm = nn.LayerNorm(WIDTH)
        self.head_count = HEADS

    def heads(self, x: Tensor) -> Tensor:
        return x.reshape(x.size(0), x.size(1), self.head_count, -1).transpose(1, 2)

    def forward(self, x: Tensor, read: Tensor, mask: Tensor) -> Tuple[Tensor, Tensor]:
        query, key = self.heads(self.query(x)), self.heads(self.key(read))
        attention = (query @ key.transpose(-1, -2) / math.sqrt(query.size(-1)) + mask).softmax(-1)
        context = (attention @ self.heads(self.value(read))).transpose(1, 2).flatten(2)
        return self.norm(x + self.out(context)), attention


class Glimpse(nn.Module):
    def __init__(self, vocabulary: int):
        super().__init__()
        patches = (IMAGE // PATCH) ** 2
        self.patches = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.class_token = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.places = nn.Parameter(torch.randn(1, patches + 1, WIDTH))
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Parameter(torch.randn(1, WORDS, WIDTH))
        self.look = Attention()
        self.look_again = Attention()
        self.read = Attention()
        self.fuse = Attention()
        self.match = nn.Linear(WIDTH, 1)

    def forward(self, pixel_values: Tensor, input_ids: Tensor, attention_mask: Tensor):
        patches = self.patches(pixel_values).flatten(2).transpose(1, 2)
        image = torch.cat([self.class_token.expand(patches.size(0), -1, -1), patches], 1) + self.places
        text = self.words(input_ids) + self.positions[:, : input_ids.size(1)]
        every = torch.zeros(1, 1, 1, 1, device=image.device)
        padding = (1.0 - attention_mask[:, None, None, :].to(image.dtype)) * -1e9
        image, look = self.look(image, image, every)
        image, look_again = self.look_again(image, image, every)
        text, read = self.read(text, text, padding)
        text, fuse = self.fuse(text, image, every)
        return look, look_again, read, fuse, image, self.match(text[:, 0])


def describe():
    torch.manual_seed(5)
    tokenizer = pathlib.Path(__file__).with_name("tokenizer.json")
    vocabulary = 28
    return Export(
        name="Glimpse",
        module=Glimpse(vocabulary),
        inputs={
            "pixel_values": torch.randn(1, 3, IMAGE, IMAGE),
            "input_ids": torch.tensor([[2, 6, 7, 8, 3]]),
            "attention_mask": torch.ones(1, 5, dtype=torch.long),
        },
        outputs=[
            {"name": "vision.layers.0.attention", "query": "vision", "key": "vision"},
            {"name": "vision.layers.1.attention", "query": "vision", "key": "vision"},
            {"name": "text.layers.0.attention", "query": "text", "key": "text"},
            {"name": "text.layers.0.cross_attention", "query": "text", "key": "vision"},
            {"name": "vision.layers.1.hidden"},
            {"name": "logits.match"},
        ],
        streams={
            "vision": {"segments": [{"modality": "image", "skip": 1}]},
            "text": {"segments": [{"modality": "text"}], "read": 0},
        },
        image={
            "size": {"height": IMAGE, "width": IMAGE},
            "image_mean": [0.5, 0.5, 0.5],
            "image_std": [0.5, 0.5, 0.5],
            "patch_size": PATCH,
        },
        text={"max_tokens": WORDS, "pad_token_id": 0, "vocab_size": vocabulary},
        files=[tokenizer],
    )
