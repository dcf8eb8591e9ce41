#!/usr/bin/env python3
"""Makes the tiny Qwen2-Audio model of this set with the original Python class: folder, cases, expected tensors.

    make_qwen2_audio.py [FOLDER]      default: qwen2_audio beside this file

The weights are stored as float16 and the reference computes with them in float32. Of the maps the last layers are kept, and of the second case ids and logits alone. Needs torch, transformers, safetensors, scipy. The sound and the byte-level vocabulary are those of neighbouring models.
"""
import copy
import json
import shutil
import sys
import wave
from pathlib import Path

import numpy as np
import torch
import transformers
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
AUDIO_TOKENS = ["<|AUDIO|>", "<|audio_bos|>", "<|audio_eos|>"]
CASES = [("What do you hear?", 6), ("Say it again: <|AUDIO|> twice", 4)]


def make_model(folder):
    source = HERE / "qwen2_vl" / "model"
    tokenizer = transformers.AutoTokenizer.from_pretrained(source)
    tokenizer.add_special_tokens({"additional_special_tokens": ["<|im_start|>", "<|im_end|>", *AUDIO_TOKENS]})
    tokenizer.save_pretrained(folder)
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    config = transformers.Qwen2AudioConfig(
        audio_config={"model_type": "qwen2_audio_encoder", "d_model": 24, "encoder_layers": 2, "encoder_attention_heads": 3,
                      "encoder_ffn_dim": 40, "num_mel_bins": 16, "max_source_positions": 50, "activation_function": "gelu"},
        text_config={"model_type": "qwen2", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
                     "num_key_value_heads": 2, "intermediate_size": 48, "vocab_size": len(tokenizer), "rms_norm_eps": 1e-5,
                     "max_position_embeddings": 512, "eos_token_id": end, "bos_token_id": None, "tie_word_embeddings": False},
        audio_token_index=tokenizer.convert_tokens_to_ids(AUDIO_TOKENS[0]))
    torch.manual_seed(5)
    model = transformers.Qwen2AudioForConditionalGeneration(config).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(std=0.3) if weight.ndim > 1 else weight.add_(torch.randn_like(weight) * 0.05)
            weight.copy_(weight.half())
    model.generation_config.eos_token_id = end
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    copy.deepcopy(model).half().save_pretrained(folder)
    extractor = transformers.WhisperFeatureExtractor(feature_size=16, chunk_length=1, return_attention_mask=True)
    extractor.save_pretrained(folder)
    return model, tokenizer, extractor


def read_sound(file):
    with wave.open(str(file)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.float32) / 32768, sound.getframerate()


def prompt_of(text, count):
    if AUDIO_TOKENS[0] not in text:
        text = ("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n"
                f"Audio 1: <|audio_bos|><|AUDIO|><|audio_eos|>\n{text}<|im_end|>\n<|im_start|>assistant\n")
    return text.replace(AUDIO_TOKENS[0], AUDIO_TOKENS[0] * count)


def expected(model, tokenizer, extractor, sound, rate, text, new_tokens):
    assert rate == extractor.sampling_rate
    features = extractor([sound], sampling_rate=rate, padding="max_length", return_attention_mask=True, return_tensors="pt")
    frames = int(features["attention_mask"].sum())
    count = ((frames - 1) // 2 + 1 - 2) // 2 + 1
    words = tokenizer([prompt_of(text, count)], return_tensors="pt")
    arguments = dict(input_features=features["input_features"], feature_attention_mask=features["attention_mask"])
    with torch.no_grad():
        ids = model.generate(**arguments, **words, max_new_tokens=new_tokens, do_sample=False)
    maps = {}
    hooks = [layer.self_attn.register_forward_hook(
        lambda module, inputs, output, index=index: maps.__setitem__(f"encoder.layers.{index}.attention", output[1]))
        for index, layer in enumerate(model.model.audio_tower.layers)]
    result = model(**arguments, input_ids=ids, attention_mask=torch.ones_like(ids), output_attentions=True)
    for hook in hooks:
        hook.remove()
    maps |= {f"decoder.layers.{index}.attention": value for index, value in enumerate(result.attentions)}
    produced = ids.shape[1] - words["input_ids"].shape[1]
    logits = result.logits[:, -produced - 1:]
    target = logits[0, 0, ids[0, -produced]]
    gradients = torch.autograd.grad(target, list(maps.values()))
    tensors = {"input.input_ids": words["input_ids"], "input.attention_mask": words["attention_mask"],
               "input.audio_features": features["input_features"],
               "input.feature_attention_mask": features["attention_mask"].long(), "output.ids": ids, "logits.decoder": logits}
    everything = maps | {f"grad.{name}": value for name, value in zip(maps, gradients)}
    tensors |= {name: value for name, value in everything.items() if ".layers.1." in name}
    return {name: value.detach().contiguous() for name, value in tensors.items()}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "qwen2_audio"
    shutil.rmtree(folder, ignore_errors=True)
    model, tokenizer, extractor = make_model(folder / "model")
    model.set_attn_implementation("eager")
    for number, (text, new_tokens) in enumerate(CASES):
        case = folder / "cases" / str(number)
        case.mkdir(parents=True)
        file = "speech.wav" if number == 0 else "../0/speech.wav"
        if number == 0:
            shutil.copy(HERE / "whisper" / "cases" / "0" / "speech.wav", case / "speech.wav")
        sound, rate = read_sound(case / file)
        (case / "input.json").write_text(json.dumps(
            {"audios": [file], "texts": [text], "options": {"max_new_tokens": new_tokens}}, indent=1))
        tensors = expected(model, tokenizer, extractor, sound, rate, text, new_tokens)
        if number > 0:
            tensors = {name: value for name, value in tensors.items() if ".layers." not in name and "audio_features" not in name}
        save_file(tensors, case / "expected.safetensors")


if __name__ == "__main__":
    main()
