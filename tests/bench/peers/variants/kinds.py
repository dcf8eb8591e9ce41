# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes that many families share."""
from dataclasses import dataclass, field
from typing import Callable

from variants.media import SMALL_PAIR
from variants.folders import (
    DROP, Variant, edit_json, merged, old_extractor, one_processor_file, resave_images, sizes_alone, without)


@dataclass(frozen=True)
class Family:
    source: str
    model_class: str
    reference: Callable
    sample: dict
    variants: list
    config: dict = field(default_factory=dict)  # of all variants
    processor: dict = field(default_factory=dict)
    attention: str = "eager"  # None: the library's choice


V = Variant


def vision(**values):
    return {"vision_config": values}


def text(**values):
    return {"text_config": values}


def both(first, second):
    return merged(first, second)


def image_size(edge, square=False):
    size = {"height": edge, "width": edge}
    return {"size": size if square else {"shortest_edge": edge}} | ({} if square else {"crop_size": size})

STORED = [Variant(f"stored-{kind}", storage=kind) for kind in ("float16", "bfloat16", "sharded", "module", "minimal")]
ACTIVATIONS = ("quick_gelu", "gelu", "gelu_new", "gelu_fast", "gelu_pytorch_tanh", "relu", "silu")


def of_clip(crops=True):
    """Variants of an image-text pair of towers with CLIP's image processor."""
    names = [V(f"act-{name}", both(vision(hidden_act=name), text(hidden_act="relu" if name == "silu" else name))) for name in ACTIVATIONS]
    return names + [
        V("eps", both(vision(layer_norm_eps=1e-3), text(layer_norm_eps=3e-4))),
        V("layers", both(vision(num_hidden_layers=1), text(num_hidden_layers=4))),
        V("heads", both(vision(num_attention_heads=2), text(num_attention_heads=12))),
        V("widths", {"projection_dim": 17} | both(vision(hidden_size=40, intermediate_size=52, num_attention_heads=5),
                                                  text(hidden_size=36, intermediate_size=70, num_attention_heads=3))),
        V("patch-14-of-28", vision(image_size=28, patch_size=14), image_size(28, not crops)),
        V("patch-7-of-40", vision(image_size=40, patch_size=7), image_size(40, not crops)),
        V("size-height-width", {}, {"size": {"height": 40, "width": 40}}),
        V("resample-bilinear", {}, {"resample": 2}),
        V("resample-lanczos", {}, {"resample": 1}),
        V("resample-nearest", {}, {"resample": 0}),
        V("resample-box", {}, {"resample": 4}),
        V("resample-hamming", {}, {"resample": 5}),
        V("mean-std", {}, {"image_mean": [0.5, 0.4, 0.3], "image_std": [0.25, 0.5, 1.0]}),
        V("no-normalize", {}, {"do_normalize": False}),
        V("no-rescale", {}, {"do_rescale": False, "image_mean": [120.0, 110.0, 100.0], "image_std": [60.0, 61.0, 62.0]}),
        V("rescale-127", {}, {"rescale_factor": 1 / 127.5}),
        V("small-pictures", sample=SMALL_PAIR),
        *STORED,
    ]

CLIP_ONLY = [
    V("crop-int", {}, {"size": 40, "crop_size": 40}),
    V("size-larger", {}, {"size": {"shortest_edge": 57}}),
    V("size-smaller-than-crop", {}, {"size": {"shortest_edge": 23}}),
    V("no-crop-square", {}, {"do_center_crop": False, "size": {"height": 40, "width": 40}}),
    V("no-resize", {}, {"do_resize": False}),
    V("no-convert", {}, {"do_convert_rgb": False}),
]


def _old_clip(content):
    content["text_config_dict"] = {
        key: value
        for key, value in content["text_config"].items()
        if key in ("hidden_size", "intermediate_size", "num_attention_heads", "num_hidden_layers", "vocab_size", "max_position_embeddings",
                   "eos_token_id", "bos_token_id", "pad_token_id")
    }
    content["vision_config_dict"] = {
        key: value
        for key, value in content["vision_config"].items()
        if key in ("hidden_size", "intermediate_size", "num_attention_heads", "num_hidden_layers", "image_size", "patch_size")
    }

SAVED = [
    V("sizes-alone", edit=sizes_alone),
    V("old-extractor", edit=old_extractor),
    V("images-resaved", edit=resave_images),
    V("one-processor-file", edit=one_processor_file)
]
PREFIX_SPACE = [
    V("prefix-space", tokenizer={"add_prefix_space": True}),
    V("prefix-space-files", tokenizer={"add_prefix_space": True}, edit=without("tokenizer.json"))
]
BPE_FILES = [V("tokenizer-files", edit=without("tokenizer.json")), V("tokenizer-json", edit=without("vocab.json", "merges.txt"))]
BERT_FILES = [
    V("tokenizer-files", edit=without("tokenizer.json")),
    V("tokenizer-json", edit=without("vocab.txt")),
    V("cased", tokenizer={"do_lower_case": False}),
    V("cased-files", tokenizer={"do_lower_case": False}, edit=without("tokenizer.json")),
    V("accents-kept", tokenizer={"strip_accents": False}),
    V("accents-kept-files", tokenizer={"strip_accents": False}, edit=without("tokenizer.json")),
    V("json-cased",
      tokenizer={"do_lower_case": DROP},
      edit=edit_json("tokenizer.json", lambda content: content["normalizer"].update(lowercase=False))),
    V("chinese-joined", tokenizer={"tokenize_chinese_chars": False}),
    V("chinese-joined-files", tokenizer={"tokenize_chinese_chars": False}, edit=without("tokenizer.json")),
]
EDGES = [
    V("two-edges", {}, {"size": {"shortest_edge": 40, "longest_edge": 50}}),
    V("longest-edge", {}, {"size": {"longest_edge": 60}}),
    V("most-edges", {}, {"size": {"max_height": 60, "max_width": 44}}),
    V("mean-number", {}, {"image_mean": 0.4, "image_std": 0.3}),
    V("null-switches", {}, {
        "do_center_crop": None, "crop_size": None, "do_pad": None, "pad_size": None, "input_data_format": None,
        "size": {"height": 40, "width": 40}
    }),
]
PIXELS = [
    V("no-normalize", {}, {"do_normalize": False}),
    V("no-rescale", {}, {"do_rescale": False, "image_mean": [120.0] * 3, "image_std": [60.0] * 3}),
    V("mean-std", {}, {"image_mean": [0.5, 0.4, 0.3], "image_std": [0.25, 0.5, 1.0]}),
    V("resample-lanczos", {}, {"resample": 1}),
    V("resample-nearest", {}, {"resample": 0})
]
