#!/usr/bin/env python3
"""Makes the tiny SigLIP 2 with flexible images (NaFlex) of this set with the original Python class: folder, cases, expected tensors.

    make_siglip2.py [FOLDER]      default: siglip2 beside this file

The tokenizer's files are those of Gemma, as in published folders; the original class puts small letters before it. Of the maps the last
of each tower and the pooling one are kept, in the first case. Needs torch, transformers, tokenizers, safetensors, pillow.
"""
import json
import shutil
import sys
from pathlib import Path

import tokenizers
import torch
import transformers
from PIL import Image
from safetensors.torch import save_file

from make_gemma3 import HERE, make_tokenizer

CASES = [{"images": ["a.png", "wide.png"], "texts": ["A small RED ring", "which of both is darker, and why? Ä 红 and some more words"]},
         {"images": ["../0/wide.png"], "texts": ["What is shown?", ""]}]
PATCH, MOST, TOKENS = 4, 20, 12


def make_words(folder):
    words = make_tokenizer(folder)._tokenizer
    words.post_processor = tokenizers.processors.TemplateProcessing(single="$A <eos>", special_tokens=[("<eos>", words.token_to_id("<eos>"))])
    words.save(str(folder / "tokenizer.json"))
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings |= {"tokenizer_class": "GemmaTokenizer", "model_input_names": ["input_ids"], "padding_side": "right", "add_bos_token": False,
                 "add_eos_token": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1))
    return len(words.get_vocab())


def make_model(folder):
    count = make_words(folder)
    shared = {"intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 3, "hidden_size": 24}
    config = transformers.Siglip2Config(vision_config=shared | {"patch_size": PATCH, "num_patches": 16},
                                        text_config=shared | {"vocab_size": count, "max_position_embeddings": TOKENS})
    torch.manual_seed(13)
    model = transformers.Siglip2Model(config).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(std=0.2) if weight.ndim > 1 else weight.add_(torch.randn_like(weight) * 0.1)
    model.set_attn_implementation("eager")
    model.save_pretrained(folder)
    images = transformers.Siglip2ImageProcessorPil(patch_size=PATCH, max_num_patches=MOST)
    (folder / "preprocessor_config.json").write_text(json.dumps(images.to_dict(), indent=1, default=str))
    return model, transformers.AutoTokenizer.from_pretrained(folder), images


def pool_map(head, tokens, mask):
    """The weights of the pooling attention, which the class does not return."""
    blocked = mask.eq(0)[:, None, :].repeat_interleave(head.num_heads, 0).expand(-1, 1, -1)
    return head.attention(head.probe.expand(len(tokens), -1, -1), tokens, tokens, average_attn_weights=False,
                          attn_mask=torch.zeros(blocked.shape).masked_fill(blocked, torch.finfo(torch.float32).min))[1]


def expected(parts, sample, folder):
    model, words, images = parts
    pixels = images([Image.open(folder / name).convert("RGB") for name in sample["images"]], return_tensors="pt")
    text = words(sample["texts"], padding="max_length", truncation=True, max_length=TOKENS, return_tensors="pt")
    given = {**pixels, "input_ids": text["input_ids"]}
    result = model(**given, output_attentions=True)
    scores = result.logits_per_text.t()
    maps = {"vision.layers.1.attention": result.vision_model_output.attentions[1],
            "text.layers.1.attention": result.text_model_output.attentions[1]}
    gradients = torch.autograd.grad(scores[0, 0], list(maps.values()))
    tensors = {f"input.{name}": value.long() if "pixel_values" not in name else value for name, value in given.items()}
    tensors |= {"scores.image_text": scores, "scores.image_text_probability": scores.sigmoid(), "embedding.image": result.image_embeds,
                "embedding.text": result.text_embeds} | maps | {f"grad.{name}": value[:1] for name, value in zip(maps, gradients)}
    tensors["vision.pool.attention"] = pool_map(model.vision_model.head, result.vision_model_output.last_hidden_state,
                                                given["pixel_attention_mask"])
    return {name: value.detach().contiguous() for name, value in tensors.items()}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "siglip2"
    shutil.rmtree(folder, ignore_errors=True)
    parts = make_model(folder / "model")
    media = HERE / "llava" / "cases"
    for number, sample in enumerate(CASES):
        case = folder / "cases" / str(number)
        case.mkdir(parents=True)
        if number == 0:
            shutil.copy(media / "0" / "a.png", case / "a.png")
            shutil.copy(media / "1" / "wide.png", case / "wide.png")
        (case / "input.json").write_text(json.dumps(sample, indent=1))
        tensors = expected(parts, sample, case)
        if number > 0:
            tensors = {name: value for name, value in tensors.items() if ".layers." not in name and name != "input.pixel_values"}
        save_file(tensors, case / "expected.safetensors")


if __name__ == "__main__":
    main()
