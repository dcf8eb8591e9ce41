#!/usr/bin/env python3
"""Makes the tiny Qwen2.5-Omni thinker of this set with the original Python class: folder, cases, expected tensors.

    make_qwen2_5_omni.py [FOLDER]      default: qwen2_5_omni beside this file

The weights are stored as bfloat16 and the reference computes with them in float32. Of the maps the decoder's last one is kept, in
the first case. Needs torch, transformers, safetensors, pillow, scipy. Sound, picture and
byte-level vocabulary are those of neighbouring models.
"""
import copy
import json
import shutil
import sys
from pathlib import Path

import torch
import transformers
from PIL import Image
from safetensors.torch import save_file

from make_qwen2_audio import HERE, read_sound

MARKS = ["<|im_start|>", "<|im_end|>", "<|AUDIO|>", "<|audio_bos|>", "<|audio_eos|>", "<|IMAGE|>", "<|vision_bos|>", "<|vision_eos|>"]
CASES = [({"images": ["a.png"], "audios": ["speech.wav"], "texts": ["What is seen and heard?"]}, 6),
         ({"audios": ["../0/speech.wav"], "texts": ["Only listen"]}, 4)]
IMAGES = {"min_pixels": 28 * 28 * 2, "max_pixels": 28 * 28 * 6}


def make_model(folder):
    tokenizer = transformers.AutoTokenizer.from_pretrained(HERE / "qwen2_vl" / "model")
    tokenizer.add_special_tokens({"additional_special_tokens": MARKS})
    tokenizer.save_pretrained(folder)
    id_of = tokenizer.convert_tokens_to_ids
    config = transformers.Qwen2_5OmniThinkerConfig(
        audio_config={"d_model": 24, "encoder_layers": 2, "encoder_attention_heads": 3, "encoder_ffn_dim": 40, "num_mel_bins": 16,
                      "max_source_positions": 100, "n_window": 25, "output_dim": 32},
        vision_config={"depth": 2, "hidden_size": 16, "num_heads": 2, "intermediate_size": 24, "out_hidden_size": 32, "window_size": 56,
                       "fullatt_block_indexes": [1]},
        text_config={"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1,
                     "intermediate_size": 48, "vocab_size": len(tokenizer), "max_position_embeddings": 512,
                     "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 3, 3]},
                     "eos_token_id": id_of("<|im_end|>")},
        audio_token_index=id_of("<|AUDIO|>"), image_token_index=id_of("<|IMAGE|>"), video_token_index=len(tokenizer) + 1,
        audio_start_token_id=id_of("<|audio_bos|>"), audio_end_token_id=id_of("<|audio_eos|>"),
        vision_start_token_id=id_of("<|vision_bos|>"), vision_end_token_id=id_of("<|vision_eos|>"))
    torch.manual_seed(7)
    model = transformers.Qwen2_5OmniThinkerForConditionalGeneration(config).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(std=0.25) if weight.ndim > 1 else weight.add_(torch.randn_like(weight) * 0.05)
            weight.copy_(weight.bfloat16())
    model.generation_config.eos_token_id = id_of("<|im_end|>")
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    model.set_attn_implementation("eager")
    copy.deepcopy(model).bfloat16().save_pretrained(folder)
    extractor = transformers.WhisperFeatureExtractor(feature_size=16, chunk_length=2, return_attention_mask=True)
    images = transformers.Qwen2VLImageProcessorPil(**IMAGES) if hasattr(transformers, "Qwen2VLImageProcessorPil") else \
        transformers.AutoImageProcessor.from_pretrained(HERE / "qwen2_vl" / "model", use_fast=False, **IMAGES)
    settings = images.to_dict() | extractor.to_dict()
    (folder / "preprocessor_config.json").write_text(json.dumps({k: v for k, v in settings.items() if k != "mel_filters"}, indent=1, default=str))
    return model, tokenizer, extractor, images


def expected(parts, sample, folder, new_tokens):
    model, tokenizer, extractor, images = parts
    prompt, inputs = "<|im_start|>user\n", {}
    if "images" in sample:
        pixels = images([Image.open(folder / sample["images"][0]).convert("RGB")], return_tensors="pt")
        inputs |= {"pixel_values": pixels["pixel_values"], "image_grid_thw": pixels["image_grid_thw"]}
        prompt += "<|vision_bos|>" + "<|IMAGE|>" * (int(pixels["image_grid_thw"].prod()) // 4) + "<|vision_eos|>"
    sound, rate = read_sound(folder / sample["audios"][0])
    features = extractor([sound], sampling_rate=rate, padding="max_length", return_attention_mask=True, return_tensors="pt")
    inputs |= {"input_features": features["input_features"], "feature_attention_mask": features["attention_mask"].long()}
    count = ((int(features["attention_mask"].sum()) - 1) // 2 + 1 - 2) // 2 + 1
    prompt += "<|audio_bos|>" + "<|AUDIO|>" * count + "<|audio_eos|>" + sample["texts"][0] + "<|im_end|>\n<|im_start|>assistant\n"
    words = tokenizer([prompt], return_tensors="pt")
    with torch.no_grad():
        ids = model.generate(**inputs, **words, max_new_tokens=new_tokens, do_sample=False)
    model.model.rope_deltas = None
    result = model(**inputs, input_ids=ids, attention_mask=torch.ones_like(ids), output_attentions=True)
    produced = ids.shape[1] - words["input_ids"].shape[1]
    logits = result.logits[:, -produced - 1:]
    last = result.attentions[-1]
    gradient = torch.autograd.grad(logits[0, 0, ids[0, -produced]], last)[0]
    tensors = {"input.input_ids": words["input_ids"], "input.attention_mask": words["attention_mask"], "output.ids": ids,
               "logits.decoder": logits, "decoder.layers.1.attention": last, "grad.decoder.layers.1.attention": gradient}
    renamed = {"input_features": "audio_features"}
    tensors |= {f"input.{renamed.get(name, name)}": value for name, value in inputs.items()}
    return {name: value.detach().contiguous() for name, value in tensors.items()}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "qwen2_5_omni"
    shutil.rmtree(folder, ignore_errors=True)
    parts = make_model(folder / "model")
    for number, (sample, new_tokens) in enumerate(CASES):
        case = folder / "cases" / str(number)
        case.mkdir(parents=True)
        if number == 0:
            shutil.copy(HERE / "whisper" / "cases" / "0" / "speech.wav", case / "speech.wav")
            shutil.copy(HERE / "qwen2_vl" / "cases" / "0" / "a.png", case / "a.png")
        (case / "input.json").write_text(json.dumps(sample | {"options": {"max_new_tokens": new_tokens}}, indent=1))
        tensors = expected(parts, sample, case, new_tokens)
        if number > 0:
            tensors = {name: value for name, value in tensors.items() if ".layers." not in name and "features" not in name}
        save_file(tensors, case / "expected.safetensors")


if __name__ == "__main__":
    main()
