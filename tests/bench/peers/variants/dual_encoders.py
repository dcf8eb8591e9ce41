# SPDX-License-Identifier: GPL-3.0-or-later
"""Variants of dual encoders and of BLIP."""
import shutil

import torch
from safetensors.torch import load_file, save_file

from variants.media import PARITY, FORMATS, QUESTION, ROWS, SMALL_PAIR
from variants.folders import DROP, edit_json, rename_weights, tied_heads
from variants.kinds import (
    BERT_FILES, BPE_FILES, CLIP_ONLY, EDGES, SAVED, STORED, V, _old_clip, both, image_size, of_clip, text, vision)

CLIP = of_clip() + CLIP_ONLY + SAVED + BPE_FILES + EDGES + [
    V("formats", sample=FORMATS),
    V("eos-real", text(eos_token_id=619)),
    V("eos-absent", {}, edit=edit_json("config.json", lambda c: c["text_config"].pop("eos_token_id") and None)),
    V("eos-other", text(eos_token_id=618)),
    V("config-dict", edit=edit_json("config.json", _old_clip)),
    V("default-heads", both(vision(num_attention_heads=8), text(num_attention_heads=8, num_hidden_layers=12)), storage="minimal"),
    V("old-names", edit=rename_weights((r"^vision_model\.pre_layrnorm", "vision_model.pre_layrnorm"), (r"^", ""))),
    V("positions-in-file", edit=lambda folder: _add_positions(folder)),
    V("tokenizer-shorter", tokenizer={"model_max_length": 11}),
    V("tokenizer-long-positions", text(max_position_embeddings=33), tokenizer={"model_max_length": 33}),
]


def _add_positions(folder):
    file = folder / "model.safetensors"
    weights = load_file(file)
    weights["text_model.embeddings.position_ids"] = torch.arange(24)[None]
    weights["vision_model.embeddings.position_ids"] = torch.arange(26)[None]
    save_file(weights, file, metadata={"format": "pt"})

OLD_NORMS = [V("old-norm-names", edit=rename_weights((r"LayerNorm\.weight$", "LayerNorm.gamma"), (r"LayerNorm\.bias$", "LayerNorm.beta")))]


def gemma_tokenizer(folder):
    """The fixed-size checkpoints of SigLIP 2 are SigLIP folders with Gemma's tokenizer."""
    for name in ("spiece.model", "tokenizer_config.json"):
        (folder / name).unlink()
    source = PARITY / "siglip2" / "model"
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, folder)

SIGLIP = SAVED + [V("gemma-tokenizer", text(vocab_size=399, max_position_embeddings=12), edit=gemma_tokenizer)
                  ] + [variant for variant in of_clip(False) if not variant.name.startswith(("widths", "size-"))] + [
                      V(
                          "widths",
                          both(vision(hidden_size=36, intermediate_size=52, num_attention_heads=9),
                               text(hidden_size=40, intermediate_size=70, num_attention_heads=5, projection_size=36))),
                      V("no-head", vision(vision_use_head=False)),
                      V("null-switches", {}, {"do_center_crop": None, "crop_size": None, "do_pad": None, "input_data_format": None}),
                      V("tokenizer-shorter", tokenizer={"model_max_length": 16}),
                      V("no-lower", tokenizer={"do_lower_case": False}),
                  ]

SIGLIP2 = SAVED + [
    V("base"),
    *STORED,
    V("act-gelu", both(vision(hidden_act="gelu"), text(hidden_act="gelu_new"))),
    V("eps", both(vision(layer_norm_eps=1e-3), text(layer_norm_eps=3e-4))),
    V("places", vision(num_patches=25)),
    V("patches-fewer", {}, {"max_num_patches": 7}),
    V("patches-more", {}, {"max_num_patches": 64}),
    V("patch-6", vision(patch_size=6), {"patch_size": 6}),
    V("bicubic", {}, {"resample": 3}),
    V(
        "widths",
        both(vision(hidden_size=36, intermediate_size=52, num_attention_heads=9),
             text(hidden_size=40, intermediate_size=70, num_attention_heads=5, projection_size=36))),
    V("small-pictures", sample=SMALL_PAIR),
    V("padding-left", tokenizer={"padding_side": "left"}),
]

CHINESE_CLIP = OLD_NORMS + EDGES + SAVED + BERT_FILES + [variant for variant in of_clip() if variant.name not in ("act-quick_gelu", )] + [
    V("types-1", text(type_vocab_size=1)),
    V("types-3", text(type_vocab_size=3)),
    V("pad-token", text(pad_token_id=0)),
    V("config-dict",
      edit=edit_json("config.json", lambda c: {**c, "vision_config_dict": c["vision_config"], "text_config_dict": c["text_config"]})),
    V("relative-positions", text(position_embedding_type="relative_key")),
]

DUAL = EDGES + SAVED + BERT_FILES + [
    V("nested-clip", {"vision_config": {"model_type": "clip_vision_model", "hidden_act": "quick_gelu", "projection_dim": 24}},
      edit=edit_json("config.json",
                     lambda content: {**content, "vision_config": {"model_type": "clip", "vision_config": content["vision_config"]}}))
] + [variant for variant in of_clip(False) if not variant.name.startswith(("act-quick", "size-"))] + [
    V("no-qkv-bias", vision(qkv_bias=False)),
    V("pooler-relu", vision(pooler_act="relu")),
    V("oblong", vision(image_size=[48, 32], patch_size=[8, 16]), {"size": {"height": 48, "width": 32}}),
    V("size-int", {}, {"size": 40}),
    V("default-activation", vision(hidden_act="gelu"), storage="minimal"),
    V("roberta",
      {"text_config": {"model_type": "roberta", "vocab_size": 430, "max_position_embeddings": 32, "pad_token_id": 1, "type_vocab_size": 1}
       }),
    V("clip-vision", {"vision_config": {"model_type": "clip_vision_model", "hidden_act": "quick_gelu", "projection_dim": 24}}),
    V("clip-processor", {}, {
        "image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 40}, "crop_size": {"height": 40, "width": 40},
        "do_center_crop": True
    }),
    V("shortest-edge", {}, {
        "image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 40}, "crop_size": {"height": 40, "width": 40},
        "do_center_crop": DROP
    }),
    V("deit", {"vision_config": {"model_type": "deit"}}),
    V("dinov2", {"vision_config": {"model_type": "dinov2"}}),
    V("siglip-vision", {"vision_config": {"model_type": "siglip_vision_model", "hidden_act": "gelu"}}),
    V("distilbert", {"text_config": {"model_type": "distilbert", "dim": 48, "n_layers": 2, "n_heads": 4, "hidden_dim": 80}}),
    V("relative-key", {"text_config": {"position_embedding_type": "relative_key"}}),
]

BLIP_SHARED = EDGES + SAVED + BERT_FILES + [
    *(V(f"act-{name}", both(vision(hidden_act=name), text(hidden_act=name))) for name in ("gelu_new", "relu", "quick_gelu")),
    V("eps", both(vision(layer_norm_eps=1e-3), text(layer_norm_eps=3e-4))),
    V("layers", both(vision(num_hidden_layers=4), text(num_hidden_layers=1))),
    V("heads", both(vision(num_attention_heads=8), text(num_attention_heads=3))),
    V("widths",
      {"image_text_hidden_size": 13} | both(vision(hidden_size=40, intermediate_size=52, num_attention_heads=5),
                                            text(hidden_size=36, intermediate_size=70, num_attention_heads=3, encoder_hidden_size=40))),
    V("patch-7-of-40", vision(image_size=40, patch_size=7)),
    V("image-56", vision(image_size=56, patch_size=14), image_size(56, True)),
    V("size-int", {}, {"size": 40}),
    V("bilinear", {}, {"resample": 2}),
    V("positions", text(max_position_embeddings=64)),
    *STORED,
]
BLIP_ITM = BLIP_SHARED + [V("small-pictures", sample=SMALL_PAIR), V("tokenizer-shorter", tokenizer={"model_max_length": 11})]
CAPTION = {"images": ["tall.png", "alpha.png"], "options": {"max_new_tokens": 6}}
BLIP_CAPTION = BLIP_SHARED + [
    V("prompt", sample=QUESTION),
    V("rows", sample=ROWS),
    V("untied", {"tie_word_embeddings": False} | text(tie_word_embeddings=False)),
    V("untied-outside", {"tie_word_embeddings": False}),
    V("untied-inside", text(tie_word_embeddings=False)),
    V("other-start", text(bos_token_id=2, sep_token_id=5)),
    *tied_heads("text_decoder.cls.predictions.decoder.weight", "word_embeddings.weight"),
]

START, EN, ZH, DE, TRANSLATE, TRANSCRIBE, NO_TIMES = 441, 442, 443, 444, 445, 446, 450
