#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other configurations of every family than those of the parity set: the command line against transformers on the same folder.

    compare_variants.py CLI [FAMILY[:VARIANT] ...] [--parity FOLDER] [--work FOLDER] [--verbose]

Each variant takes the tiny model folder of a family, changes its configuration, fills a transformers model of that configuration with
seeded weights, stores it in one of the ways of published checkpoints, and runs both programs on pictures, texts and sounds of its own.
A line per variant: passed, mismatch (with the tensors), refused (with the program's sentence), or that transformers cannot run it.
Needs torch, transformers, safetensors, scipy and pillow.
"""
import argparse
import copy
import json
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import numpy as np
import torch
import transformers
from PIL import Image, ImageOps
from safetensors.torch import load_file, save_file
from scipy.signal import resample_poly
from transformers.image_transforms import convert_to_rgb

PARITY = Path(__file__).resolve().parents[2] / "data" / "parity"
sys.path.insert(0, str(PARITY))
import compare  # noqa: E402  the tolerances and the comparison of the parity set

LONGEST_RUN = 120  # seconds
LONG_TEXT = "a very long sentence about two dogs and a red house in the snow, " * 12

# ---- media ----


def _noise(seed, size, channels):
    low = np.random.default_rng(seed).integers(0, 256, (6, 8, channels), dtype=np.uint8)
    return Image.fromarray(low if channels > 1 else low[..., 0]).resize(size, Image.BICUBIC)


def _sound(seed, seconds, rate):
    random, time = np.random.default_rng(seed), np.arange(int(seconds * rate)) / rate
    voice = sum(np.sin(2 * np.pi * tone * time * (1 + 0.3 * time)) for tone in random.uniform(80, 2500, 4))
    return (0.15 * voice + 0.02 * random.standard_normal(len(time))) * (0.6 + 0.4 * np.sin(7 * time))


def write_sound(file, samples, rate, channels=1):
    with wave.open(str(file), "wb") as writer:
        writer.setparams((channels, 2, rate, 0, "NONE", ""))
        writer.writeframes((np.clip(samples, -1, 1) * 32000).astype("<i2").tobytes())


def make_media(folder):
    folder.mkdir(parents=True, exist_ok=True)
    _noise(1, (37, 91), 3).save(folder / "tall.png")
    _noise(2, (640, 33), 1).save(folder / "strip.png")
    _noise(3, (50, 64), 4).save(folder / "alpha.png")
    _noise(4, (61, 47), 3).quantize(17).save(folder / "palette.png")
    _noise(5, (128, 96), 3).save(folder / "plain.png")
    _noise(6, (7, 9), 3).save(folder / "small.png")
    _noise(7, (53, 41), 3).save(folder / "progressive.jpg", quality=80, progressive=True)
    _noise(8, (44, 60), 3).convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    turned = Image.Exif()
    turned[0x0112] = 6
    _noise(9, (70, 45), 3).save(folder / "turned.jpg", quality=95, subsampling=0, exif=turned)
    _noise(10, (31, 57), 1).convert("1").save(folder / "bits.png")
    _noise(11, (48, 52), 4).convert("LA").save(folder / "grey_alpha.png")
    clear = _noise(12, (49, 50), 3).quantize(9)
    clear.save(folder / "palette_clear.png", transparency=3)
    _noise(13, (45, 64), 3).save(folder / "key.png", transparency=tuple(_noise(13, (45, 64), 3).getpixel((0, 0))))
    _noise(14, (66, 40), 3).save(folder / "picture.bmp")
    _noise(15, (58, 47), 4).save(folder / "picture.webp", lossless=True)
    _noise(16, (39, 63), 3).save(folder / "picture.tiff")
    _noise(17, (1, 1), 3).save(folder / "point.png")
    _noise(18, (3, 200), 3).save(folder / "line.png")
    _noise(19, (1601, 1203), 3).save(folder / "large.jpg", quality=90)
    write_sound(folder / "tiny.wav", _sound(7, 0.004, 16000), 16000)
    write_sound(folder / "silent.wav", np.zeros(9000), 16000)
    write_sound(folder / "exact.wav", _sound(8, 1.0, 16000), 16000)
    write_sound(folder / "short.wav", _sound(1, 0.1, 16000), 16000)
    write_sound(folder / "usual.wav", _sound(2, 0.83, 16000), 16000)
    write_sound(folder / "long.wav", _sound(3, 2.7, 16000), 16000)
    write_sound(folder / "low.wav", _sound(4, 0.6, 11025), 11025)
    both = np.stack([_sound(5, 0.7, 44100), _sound(6, 0.7, 44100)], 1)
    write_sound(folder / "stereo.wav", both, 44100, 2)


PAIRS = {
    "images": ["tall.png", "strip.png", "alpha.png", "palette.png"],
    "texts": ["a photo of a cat 🐈 and 红色 words", LONG_TEXT, "", "cat", "Ünïcödé — 3.5 mm (approx.)"]
}
PADDED_PAIRS = {"images": ["tall.png", "palette.png"], "texts": [LONG_TEXT, "cat 🐈"]}
FORMATS = {
    "images": [
        "progressive.jpg", "cmyk.jpg", "turned.jpg", "bits.png", "grey_alpha.png", "palette_clear.png", "key.png", "picture.bmp",
        "picture.webp", "picture.tiff"
    ], "texts": ["cat"]
}
ONE_PAIR = {"images": ["tall.png"], "texts": ["What colour is the 红 car? 🚗"]}
TWO_PAIRS = {"images": ["strip.png", "plain.png"], "texts": [LONG_TEXT, "cat"]}
SMALL_PAIR = {"images": ["small.png", "palette.png"], "texts": ["", "two dogs"]}
QUESTION = {"images": ["tall.png"], "texts": ["What colour is the 红 car? 🚗"], "options": {"max_new_tokens": 5}}
QUESTION_ALPHA = {"images": ["alpha.png"], "texts": ["cat"], "options": {"max_new_tokens": 5}}
ROWS = {
    "images": ["plain.png", "alpha.png"], "texts": ["cat", "What colour is the 红 car? 🚗 And which one is larger?"],
    "options": {"max_new_tokens": 4}
}
SOUNDS = {"audios": ["usual.wav", "short.wav"], "options": {"max_new_tokens": 6}}
ODD_SOUNDS = {"audios": ["low.wav", "stereo.wav", "long.wav"], "options": {"max_new_tokens": 6}}


def read_sound(file, rate):
    with wave.open(str(file)) as sound:
        channels, own = sound.getnchannels(), sound.getframerate()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, channels).mean(1) / 32768
    if own != rate:
        common = np.gcd(own, rate)
        samples = resample_poly(samples, rate // common, own // common)
    return samples.astype(np.float32)


# ---- folders ----


@dataclass(frozen=True)
class Variant:
    name: str
    config: dict = field(default_factory=dict)  # merged into config.json before the model is made
    processor: dict = field(default_factory=dict)  # merged into preprocessor_config.json
    tokenizer: dict = field(default_factory=dict)  # merged into tokenizer_config.json
    generation: dict = field(default_factory=dict)  # merged into generation_config.json
    sample: dict = None
    storage: str = "float32"  # float16, bfloat16, sharded, module (names of the classes), minimal (defaults left out)
    edit: Callable = None  # changes the finished folder
    model_class: str = None
    loaded_class: str = None  # of the reference, where another one stored the weights


def merged(base, changes):
    result = dict(base)
    for key, value in changes.items():
        if value is DROP:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


class _Drop:

    def __deepcopy__(self, memo):
        return self


DROP = _Drop()
EXACT = ("size", "crop_size", "rope_parameters", "rope_scaling", "backbone_config")


def replaced(base, changes):
    """As merged, but a size or a rope is replaced as a whole."""
    base = {key: value for key, value in base.items() if key not in changes or key not in EXACT}
    for key in list(base):
        if isinstance(base[key], dict) and isinstance(changes.get(key), dict):
            base[key] = replaced(base[key], changes[key])
    return merged(base, changes)


def change_json(file, changes):
    if changes:
        before = json.loads(file.read_text()) if file.exists() else {}
        file.write_text(json.dumps(replaced(before, changes), indent=1))


@torch.no_grad()
def fill(model, seed=0):
    """Weights of a scale at which attention is neither flat nor one-hot, no bias is 0 and no gate is closed."""
    torch.manual_seed(seed)
    tables = {id(module.weight) for module in model.modules() if isinstance(module, torch.nn.Embedding)}
    for name, weight in model.named_parameters():
        if weight.ndim == 0 or name.endswith(("logit_scale", "logit_bias", "logit_scale_a", "logit_scale_t")):
            continue
        if "alpha" in name:
            weight.normal_(std=0.6)
        elif id(weight) in tables or "embeddings.position" in name or "token" in name.split(".")[-1] or name.endswith("probe"):
            weight.normal_(std=0.6)
        elif weight.ndim >= 2:
            sharp = any(part in name for part in ("q_proj", "k_proj", "query", "key", "qkv", "in_proj"))
            weight.normal_(std=(1.8 if sharp else 1.0) / max(1, weight[0].numel())**0.5)
        else:
            weight.add_(torch.randn_like(weight) * 0.15)
    for name, buffer in model.named_buffers():
        if name.endswith("running_mean"):
            buffer.normal_(std=5.0)
        elif name.endswith("running_var"):
            buffer.uniform_(50.0, 200.0)


def _without_defaults(settings, config):
    """What versions that wrote differences only left in the file."""
    plain = type(config)()
    defaults = plain.to_dict()
    kept = {}
    for key, value in settings.items():
        part = getattr(config, key, None)
        if isinstance(value, dict) and isinstance(part, transformers.PreTrainedConfig):
            kept[key] = _without_defaults(value, part)
        elif key in ("model_type", "architectures") or key not in defaults or defaults[key] != value:
            kept[key] = value
    return kept


def store(model, folder, variant):
    model = copy.deepcopy(model)
    if variant.storage in ("float16", "bfloat16"):
        model.to(getattr(torch, variant.storage))
    if variant.storage == "sharded":
        model.save_pretrained(folder, max_shard_size="60KB")
        assert list(folder.glob("*.index.json")), "one shard only"
        return
    model.save_pretrained(folder)
    if variant.storage == "module":
        tied = set(getattr(model, "all_tied_weights_keys", None) or ())
        weights = {name: value.clone().contiguous() for name, value in model.state_dict().items() if name not in tied}
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    if variant.storage == "minimal":
        file = folder / "config.json"
        file.write_text(json.dumps(_without_defaults(json.loads(file.read_text()), model.config), indent=1))


def rename_weights(*rules):
    """An edit that renames stored tensors by regular expressions; a name without a new one is left out."""

    def edit(folder):
        weights = {}
        for name, value in load_file(folder / "model.safetensors").items():
            for pattern, new in rules:
                name = re.sub(pattern, new, name)
            if name:
                weights[name] = value.contiguous()
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    return edit


def edit_weights(change):

    def edit(folder):
        weights = load_file(folder / "model.safetensors")
        change(weights)
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    return edit


def tied_heads(head, words, **config):
    """A tied output map may be stored beside the word embeddings, differ from them, or be stored alone."""

    def source(weights):
        return next(name for name in weights if name.endswith(words) and not name.endswith(head))

    def same(weights):
        weights[head] = weights[source(weights)].clone()

    def other(weights):
        weights[head] = weights[source(weights)] + 0.3 * torch.randn(weights[source(weights)].shape,
                                                                     generator=torch.Generator().manual_seed(3))

    def alone(weights):
        weights[head] = weights.pop(source(weights))

    return [
        Variant(f"tied-{name}", config, edit=edit_weights(change))
        for name, change in (("stored", same), ("stored-other", other), ("stored-alone", alone))
    ]


def edit_json(name, change):
    """`change` alters the content or returns another one."""

    def edit(folder):
        file = folder / name
        content = json.loads(file.read_text())
        file.write_text(json.dumps(change(content) or content, indent=1))

    return edit


def resave_images(folder):
    """As the library writes its image processor today."""
    settings = json.loads((folder / "preprocessor_config.json").read_text())
    getattr(transformers, settings["image_processor_type"] + "Pil")(**settings).save_pretrained(folder)


def one_processor_file(folder):
    """As the library writes a processor today: the settings of all modalities in one file."""
    settings = json.loads((folder / "preprocessor_config.json").read_text())
    part = "feature_extractor" if "feature_extractor_type" in settings else "image_processor"
    (folder / "processor_config.json").write_text(json.dumps({"processor_class": "Processor", part: settings}))
    (folder / "preprocessor_config.json").unlink()


def sizes_alone(folder):
    """Of the image processor only its class and sizes: all else is the class's own."""
    file = folder / "preprocessor_config.json"
    settings = json.loads(file.read_text())
    file.write_text(json.dumps({key: value for key, value in settings.items() if key.endswith(("_type", "size", "size_divisor"))}))


def old_extractor(folder):
    """As folders of the first years name their class, with sizes as numbers where a square or a shorter edge is meant."""
    file = folder / "preprocessor_config.json"
    settings = json.loads(file.read_text())
    settings["feature_extractor_type"] = settings.pop("image_processor_type").replace("ImageProcessor", "FeatureExtractor")
    for key in ("size", "crop_size"):
        if isinstance(settings.get(key), dict) and len(set(settings[key].values())) == 1:
            settings[key] = next(iter(settings[key].values()))
    settings.pop("do_rescale", None)
    settings.pop("rescale_factor", None)
    settings.pop("do_convert_rgb", None)
    file.write_text(json.dumps(settings))


def without(*names):
    """An edit that removes files: the others must do."""

    def edit(folder):
        for name in names:
            (folder / name).unlink()

    return edit


def make_folder(family, variant, parity, folder):
    source = parity / family.source / "model"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    change_json(folder / "preprocessor_config.json", family.processor)
    change_json(folder / "preprocessor_config.json", variant.processor)
    change_json(folder / "tokenizer_config.json", variant.tokenizer)
    settings = replaced(replaced(json.loads((source / "config.json").read_text()), family.config), variant.config)
    kind = settings.pop("model_type")
    settings.pop("architectures", None)
    settings.pop("dtype", None)
    config = transformers.AutoConfig.for_model(kind, **settings)
    if family.attention:
        config._attn_implementation = family.attention
    model_class = getattr(transformers, variant.model_class or family.model_class)
    model = model_class(config).eval()
    fill(model)
    generation = (folder / "generation_config.json").read_text() if (folder / "generation_config.json").exists() else None
    store(model, folder, variant)
    if generation:
        (folder / "generation_config.json").write_text(generation)
    # Of a file that was derived from config.json the library drops what it does not know.
    change_json(folder / "generation_config.json", variant.generation and {"_from_model_config": DROP, **variant.generation})
    if variant.edit:
        variant.edit(folder)
    model_class = getattr(transformers, variant.loaded_class) if variant.loaded_class else model_class
    loaded, facts = model_class.from_pretrained(folder,
                                                **({"attn_implementation": family.attention} if family.attention else {}),
                                                dtype=torch.float32,
                                                output_loading_info=True)
    if facts["missing_keys"] or facts["mismatched_keys"]:
        raise RuntimeError(f"transformers does not find {sorted(facts['missing_keys'])[:3]}")
    return loaded.eval()


# ---- what the original processors make ----


def extractor_of(name, folder):
    single = folder / "preprocessor_config.json"
    settings = json.loads(single.read_text()) if single.exists() else json.loads(
        (folder / "processor_config.json").read_text())["feature_extractor"]
    return getattr(transformers, name)(**{key: value for key, value in settings.items() if not key.endswith("_type")})


def pixels_of(folder, files, **more):
    single = folder / "preprocessor_config.json"
    settings = json.loads(single.read_text()) if single.exists() else json.loads(
        (folder / "processor_config.json").read_text())["image_processor"]
    kind = settings.get("image_processor_type", settings.get("feature_extractor_type", "").replace("FeatureExtractor", "ImageProcessor"))
    kind = kind.removesuffix("Pil").removesuffix("Fast")
    name = getattr(transformers, kind + "Pil", None) or getattr(transformers, kind)
    pictures = [Image.fromarray(convert_to_rgb(ImageOps.exif_transpose(Image.open(file)), return_numpy=True)) for file in files]
    return name(**{key: value for key, value in settings.items() if not key.endswith("_type")})(pictures, return_tensors="pt", **more)


def words_of(folder, texts, most=None, padding=True, **more):
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    most = min(most or tokenizer.model_max_length, tokenizer.model_max_length)
    return tokenizer(texts, padding=padding, truncation=True, max_length=most if most < 1e9 else None, return_tensors="pt", **more)


def as_inputs(values, names):
    return {f"input.{new}": values[old] for old, new in names.items() if old in values}


def maps(values, tower, kind="attention"):
    return {f"{tower}.layers.{i}.{kind}": value for i, value in enumerate(values or ()) if value is not None}


def hidden(values, tower):
    """Input of the first layer and what layers give; the last may be normalised already."""
    if not values:
        return {}
    return {f"{tower}.hidden.embed": values[0]} | {f"{tower}.layers.{i}.hidden": value for i, value in enumerate(values[1:-1])}


WATCH = {"output_attentions": True, "output_hidden_states": True}
TEXT_INPUTS = {"input_ids": "input_ids", "attention_mask": "attention_mask", "token_type_ids": "token_type_ids"}

# ---- one function per family: (model, folder, sample, ours) -> tensors by the names of the trace ----


def _towers(result):
    vision, text = result.vision_model_output, result.text_model_output
    return (maps(vision.attentions, "vision") | hidden(vision.hidden_states, "vision") | maps(text.attentions, "text")
            | hidden(text.hidden_states, "text"))


def _unit(value):
    return torch.nn.functional.normalize(value, dim=-1)


def clip_pass(model, folder, sample, ours, padding=True):
    text = model.config.text_config
    roberta = text.model_type in ("roberta", "xlm-roberta", "camembert")
    more = {"return_token_type_ids": False} if roberta else {}
    most = text.max_position_embeddings - (text.pad_token_id + 1 if roberta else 0)
    words = words_of(folder, sample["texts"], most, padding, **more)
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    result = model(pixel_values=pixels, **words, **WATCH)
    return (as_inputs(words, TEXT_INPUTS) | {
        "input.pixel_values": pixels, "scores.image_text": result.logits_per_image, "embedding.image": _unit(result.image_embeds),
        "embedding.text": _unit(result.text_embeds)
    } | _towers(result))


def siglip_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"], model.config.text_config.max_position_embeddings, "max_length")
    images = dict(pixels_of(folder, sample["images"]))
    result = model(**images, input_ids=words["input_ids"], **WATCH)
    found = {
        "input.input_ids": words["input_ids"], "input.pixel_values": images["pixel_values"], "scores.image_text": result.logits_per_image,
        "scores.image_text_probability": result.logits_per_image.sigmoid(), "embedding.image": _unit(
            result.image_embeds), "embedding.text": _unit(result.text_embeds)
    } | _towers(result)
    return found | as_inputs(images, {"pixel_attention_mask": "pixel_attention_mask", "spatial_shapes": "spatial_shapes"})


def blip_itm_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"], model.config.text_config.max_position_embeddings)
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    given = dict(input_ids=words["input_ids"], attention_mask=words["attention_mask"], pixel_values=pixels)
    vision = model.vision_model(pixels, **WATCH)
    seen = torch.ones(vision.last_hidden_state.shape[:2], dtype=torch.long)
    plain = {"input_ids": given["input_ids"], "attention_mask": given["attention_mask"], **WATCH}
    text = model.text_encoder(**plain)
    fusion = model.text_encoder(**plain, encoder_hidden_states=vision.last_hidden_state, encoder_attention_mask=seen)
    logits = model(**given, use_itm_head=True).itm_score
    return (as_inputs(words, {"input_ids": "input_ids", "attention_mask": "attention_mask"})
            | {
                "input.pixel_values": pixels, "logits.itm": logits, "scores.itm": logits.softmax(-1), "scores.image_text": model(
                    **given, use_itm_head=False).itm_score
            }
            | maps(vision.attentions, "vision") | maps(text.attentions, "text") | maps(fusion.attentions, "fusion")
            | maps(fusion.cross_attentions, "fusion", "cross_attention") | hidden(text.hidden_states, "text"))


def greedy(found, logits, ids, prompt):
    """The token that the reference would have chosen at every place, as long as the same row has not ended."""
    best = logits[:, prompt - 1:-1].argmax(-1)
    top = logits[:, prompt - 1:-1].topk(2).values
    sure = (top[..., 0] - top[..., 1]) > 1e-3
    return found | {"output.ids": torch.cat([ids[:, :prompt], torch.where(sure, best, ids[:, prompt:])], 1)}


def blip_caption_pass(model, folder, sample, ours):
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    ids = ours["output.ids"]
    prompt = ours["input.input_ids"].shape[1]
    vision = model.vision_model(pixels, **WATCH)
    mask = ours.get("input.attention_mask", torch.ones_like(ids[:, :prompt]))
    mask = torch.cat([mask, torch.ones_like(ids[:, prompt:])], 1)
    result = model.text_decoder(input_ids=ids,
                                attention_mask=mask,
                                position_ids=(mask.cumsum(1) - 1).clamp_min(0),
                                encoder_hidden_states=vision.last_hidden_state,
                                **WATCH)
    found = ({"input.pixel_values": pixels, "logits.decoder": result.logits} | maps(vision.attentions, "vision")
             | maps(result.attentions, "decoder") | maps(result.cross_attentions, "decoder", "cross_attention"))
    if sample.get("texts"):
        words = words_of(folder, sample["texts"], model.config.text_config.max_position_embeddings)["input_ids"]
        words[:, 0] = model.config.text_config.bos_token_id
        if len(words) == 1:
            found["input.input_ids"] = words[:, :-1]
    return greedy(found, result.logits, ids, prompt)


def whisper_pass(model, folder, sample, ours):
    extractor = extractor_of("WhisperFeatureExtractor", folder)
    waves = [read_sound(file, extractor.sampling_rate) for file in sample["audios"]]
    features = extractor(waves, sampling_rate=extractor.sampling_rate, return_tensors="pt")["input_features"]
    ids, prompt = ours["output.ids"], ours["input.input_ids"].shape[1]
    result = model(input_features=features, decoder_input_ids=ids, **WATCH)
    found = ({"input.audio_features": features, "logits.decoder": result.logits} | maps(result.encoder_attentions, "encoder")
             | maps(result.decoder_attentions, "decoder") | maps(result.cross_attentions, "decoder", "cross_attention")
             | hidden(result.encoder_hidden_states, "encoder") | hidden(result.decoder_hidden_states, "decoder"))
    generation = transformers.GenerationConfig.from_pretrained(folder)
    if hasattr(generation, "lang_to_id") or getattr(generation, "forced_decoder_ids", None) or (folder / "english_only").exists():
        generation.return_timestamps = False
        found["input.input_ids"] = model._retrieve_init_tokens(features, len(waves), generation, model.config, features.shape[-1], {})
    return greedy(found, result.logits, ids, prompt)


def _causal(model, folder, sample, ours, images, extra=None):
    ids, prompt = ours["output.ids"], ours["input.input_ids"].shape[1]
    mask = torch.cat([ours["input.attention_mask"], torch.ones_like(ids[:, prompt:])], 1)
    result = model(input_ids=ids, attention_mask=mask, **images, **(extra or {}), **WATCH)
    found = greedy({}, result.logits, ids, prompt)
    return result, found | {"logits.decoder": result.logits[:, prompt - 1:]}


def llava_pass(model, folder, sample, ours):
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    fresh = copy.deepcopy(model)  # dynamic positions keep what earlier passes left
    result, found = _causal(model, folder, sample, ours, {"pixel_values": pixels})
    vision = model.model.vision_tower(pixels, **WATCH)
    if len(sample["texts"]) == 1 and len(pixels) == 1:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        count = (ours["input.input_ids"] == model.config.image_token_id).sum().item()
        found["input.input_ids"] = tokenizer(f"USER: {'<image>' * count}\n{sample['texts'][0]} ASSISTANT:",
                                             return_tensors="pt")["input_ids"]
    if (folder / "generation_config.json").exists() and ("eos" in folder.name or "dynamic" in folder.name):
        found["output.ids"] = fresh.generate(input_ids=ours["input.input_ids"],
                                             attention_mask=ours["input.attention_mask"],
                                             pixel_values=pixels,
                                             max_new_tokens=sample["options"]["max_new_tokens"],
                                             do_sample=False)
    return (found | {"input.pixel_values": pixels} | maps(result.attentions, "decoder") | hidden(result.hidden_states, "decoder")
            | maps(vision.attentions, "vision"))


def qwen_vl_pass(model, folder, sample, ours):
    images = pixels_of(folder, sample["images"])
    kinds = (ours["output.ids"] == model.config.image_token_id).int()
    extra = {"mm_token_type_ids": kinds}
    result, found = _causal(model, folder, sample, ours,
                            {"pixel_values": images["pixel_values"], "image_grid_thw": images["image_grid_thw"]}, extra)
    return (found | as_inputs(images, {"pixel_values": "pixel_values", "image_grid_thw": "image_grid_thw"})
            | maps(result.attentions, "decoder") | hidden(result.hidden_states, "decoder"))


def gemma3_pass(model, folder, sample, ours):
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    kinds = (ours["output.ids"] == model.config.image_token_id).int()
    result, found = _causal(model, folder, sample, ours, {"pixel_values": pixels}, {"token_type_ids": kinds})
    return found | {"input.pixel_values": pixels} | maps(result.attentions, "decoder") | hidden(result.hidden_states, "decoder")


def blip_2_pass(model, folder, sample, ours):
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    ids, prompt = ours["output.ids"], ours["input.input_ids"].shape[1]
    mask = torch.cat([ours["input.attention_mask"], torch.ones_like(ids[:, prompt:])], 1)
    vision = model.vision_model(pixels, **WATCH)
    queries = model.qformer(query_embeds=model.query_tokens.expand(len(pixels), -1, -1),
                            encoder_hidden_states=vision.last_hidden_state,
                            encoder_attention_mask=torch.ones(vision.last_hidden_state.shape[:2], dtype=torch.long),
                            **WATCH)
    result = model(pixel_values=pixels, input_ids=ids, attention_mask=mask, **WATCH)
    words = result.language_model_outputs
    start = ours["logits.decoder"].shape[1]
    found = {"input.pixel_values": pixels, "logits.decoder": result.logits[:, -start:]}
    text = words_of(folder, sample["texts"], padding_side="left")["input_ids"]
    image = torch.full((len(text), model.config.num_query_tokens), model.config.image_token_index)
    found["input.input_ids"] = torch.cat([image, text], 1)
    return found | maps(vision.attentions, "vision") | _query_maps(queries.attentions) | maps(words.attentions, "decoder")


def _query_maps(attentions):
    """Maps among queries and maps over the image, which the class returns in one row."""
    found, layer = {}, -1
    for value in attentions:
        is_cross = value.shape[-1] != value.shape[-2]
        layer += 0 if is_cross else 1
        found[f"fusion.layers.{layer}.{'cross_' if is_cross else ''}attention"] = value
    return found


def clap_pass(model, folder, sample, ours):
    extractor = extractor_of("ClapFeatureExtractor", folder)
    waves = [read_sound(file, extractor.sampling_rate) for file in sample["audios"]]
    draws = np.random.randint, np.random.choice
    np.random.randint, np.random.choice = (lambda low, high=None, *a, **k: 0 if high is None else low), (lambda values, *a, **k: values[0])
    try:
        sounds = extractor(waves, sampling_rate=extractor.sampling_rate, return_tensors="pt")
    finally:
        np.random.randint, np.random.choice = draws
    text = model.config.text_config
    words = words_of(folder, sample["texts"], text.max_position_embeddings - text.pad_token_id - 1)
    result = model(**sounds, input_ids=words["input_ids"], attention_mask=words["attention_mask"], **WATCH)
    audio, text = result.audio_model_output, result.text_model_output
    return (as_inputs(words, {"input_ids": "input_ids", "attention_mask": "attention_mask"})
            | {
                "input.audio_features": sounds["input_features"], "input.is_longer": sounds["is_longer"].long(),
                "scores.audio_text": result.logits_per_audio, "scores.text_audio": result.logits_per_text, "embedding.audio": _unit(
                    result.audio_embeds), "embedding.text": _unit(result.text_embeds)
            }
            | maps(text.attentions, "text") | hidden(text.hidden_states, "text"))


def wav2vec2_pass(model, folder, sample, ours):
    extractor = extractor_of("Wav2Vec2FeatureExtractor", folder)
    waves = [read_sound(file, extractor.sampling_rate) for file in sample["audios"]]
    given = extractor(waves, sampling_rate=extractor.sampling_rate, padding=True, return_tensors="pt")
    result = model(**given, **WATCH)
    return ({"input.audio_features": given["input_values"], "logits.ctc": result.logits, "output.ids": result.logits.argmax(-1)}
            | maps(result.attentions, "audio") | as_inputs(given, {"attention_mask": "attention_mask"}))


def owlvit_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"], model.config.text_config.max_position_embeddings, "max_length")
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    count = len(pixels)
    result = model(input_ids=words["input_ids"].repeat(count, 1),
                   attention_mask=words["attention_mask"].repeat(count, 1),
                   pixel_values=pixels,
                   **WATCH)
    found = {"input.pixel_values": pixels, "scores.region_text": result.logits, "logits.boxes": result.pred_boxes}
    if hasattr(result, "objectness_logits"):
        found["logits.objectness"] = result.objectness_logits
    repeated = {name: value.repeat(count, 1) for name, value in words.items()}
    return (found | as_inputs(repeated, {"input_ids": "input_ids", "attention_mask": "attention_mask"})
            | maps(result.vision_model_output.attentions, "vision"))


def vilt_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"], model.config.max_position_embeddings)
    images = pixels_of(folder, sample["images"])
    result = in_raster_order(lambda: model(**words, **images, **WATCH))
    found = as_inputs(words, TEXT_INPUTS) | {"input.pixel_values": images["pixel_values"]} | maps(result.attentions, "fusion")
    name = "logits.answer" if type(model).__name__ == "ViltForQuestionAnswering" else "logits.match"
    return found | {name: result.logits}


def in_raster_order(run):
    """The published class draws patches in random order even in eval mode."""
    draw = torch.multinomial
    torch.multinomial = lambda weights, count, *a, **k: torch.arange(count)
    try:
        return run()
    finally:
        torch.multinomial = draw


def flava_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"], model.config.text_config.max_position_embeddings)
    pixels = pixels_of(folder, sample["images"])["pixel_values"]
    result = model(**words, pixel_values=pixels, **WATCH)
    image, text, fusion = result.image_output, result.text_output, result.multimodal_output
    return (as_inputs(words, TEXT_INPUTS) | {"input.pixel_values": pixels, "embedding.fusion_pooled": fusion.pooler_output}
            | maps(image.attentions, "vision") | maps(text.attentions, "text") | maps(fusion.attentions, "fusion"))


def bridgetower_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"])
    images = pixels_of(folder, sample["images"])
    result = model(**words, **images, **WATCH)
    found = as_inputs(words,
                      {"input_ids": "input_ids", "attention_mask": "attention_mask"}) | {"input.pixel_values": images["pixel_values"]}
    if hasattr(result, "cross_embeds"):
        return found | {
            "embedding.image": _unit(result.image_embeds), "embedding.text": _unit(result.text_embeds), "embedding.fusion_pooled": _unit(
                result.cross_embeds)
        }
    return found if type(model).__name__.endswith("MaskedLM") else found | {"logits.itm": result.logits}


def lxmert_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"], model.config.max_position_embeddings)
    regions = load_file(folder / "regions.safetensors")
    result = model(**words, visual_feats=regions["features"], visual_pos=regions["boxes"], **WATCH)
    answers = getattr(result, "question_answering_score", None)
    return (as_inputs(words, TEXT_INPUTS) | ({"logits.answer": answers} if answers is not None else {})
            | maps(result.language_attentions, "text") | maps(result.vision_attentions, "vision"))


def idefics_pass(model, folder, sample, ours):
    pixels = ours["input.pixel_values"]
    ids, prompt = ours["output.ids"], ours["input.input_ids"].shape[1]
    mask = torch.cat([ours["input.attention_mask"], torch.ones_like(ids[:, prompt:])], 1)
    seen = ours["input.image_attention_mask"]
    seen = torch.cat([seen, seen[:, -1:].expand(-1, ids.shape[1] - prompt, -1)], 1)
    result = model(input_ids=ids, attention_mask=mask, pixel_values=pixels, image_attention_mask=seen, **WATCH)
    found = greedy({}, result.logits, ids, prompt)
    made = pixels_of(folder, sample["images"])
    made = made["pixel_values"] if hasattr(made, "keys") else made
    return (found | {"logits.decoder": result.logits[:, prompt - 1:], "input.pixel_values": made.reshape(pixels.shape)}
            | maps(result.attentions, "decoder"))


def grounding_dino_pass(model, folder, sample, ours):
    words = words_of(folder, sample["texts"], model.config.max_text_len)
    images = pixels_of(folder, sample["images"])
    result = model(**words, pixel_values=images["pixel_values"], pixel_mask=images["pixel_mask"])
    logits = torch.where(result.logits.isinf(), torch.full_like(result.logits, -100), result.logits)
    return (as_inputs(words, TEXT_INPUTS)
            | {"input.pixel_values": images["pixel_values"], "scores.region_text": logits, "logits.boxes": result.pred_boxes})


def qwen2_audio_pass(model, folder, sample, ours):
    extractor = extractor_of("WhisperFeatureExtractor", folder)
    waves = [read_sound(file, extractor.sampling_rate) for file in sample["audios"]]
    features = extractor(waves,
                         sampling_rate=extractor.sampling_rate,
                         padding="max_length",
                         return_attention_mask=True,
                         return_tensors="pt")
    result, found = _causal(model, folder, sample, ours,
                            {"input_features": features["input_features"], "feature_attention_mask": features["attention_mask"]})
    return found | {"input.audio_features": features["input_features"], "input.feature_attention_mask": features["attention_mask"].long()
                    } | maps(result.attentions, "decoder")


# ---- families and variants ----


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
MULTILINGUAL = {
    "is_multilingual": True, "lang_to_id": {"<|en|>": EN, "<|zh|>": ZH, "<|de|>": DE},
    "task_to_id": {"translate": TRANSLATE, "transcribe": TRANSCRIBE}, "no_timestamps_token_id": NO_TIMES
}
WHISPER = [
    V("base", sample=ODD_SOUNDS),
    *(V(f"act-{name}", {"activation_function": name}) for name in ("gelu_new", "relu", "silu", "quick_gelu")),
    V("layers", {"encoder_layers": 4, "decoder_layers": 1}),
    V("heads", {"encoder_attention_heads": 6, "decoder_attention_heads": 2}),
    V("widths", {"d_model": 40, "encoder_attention_heads": 5, "decoder_attention_heads": 4, "encoder_ffn_dim": 52, "decoder_ffn_dim": 70}),
    V("mels-128", {"num_mel_bins": 128}, {"feature_size": 128}),
    V("scale-embedding", {"scale_embedding": True}),
    V("untied", {"tie_word_embeddings": False}),
    V("chunk-2", {"max_source_positions": 100}, {"chunk_length": 2, "n_samples": 32000, "nb_max_frames": 200}, sample=ODD_SOUNDS),
    V("targets-longer", {"max_target_positions": 60}),
    V("language-zh", generation=MULTILINGUAL | {"language": "zh", "task": "transcribe"}),
    V("language-only", generation=MULTILINGUAL | {"language": "zh"}),
    V("language-tag-translate", generation=MULTILINGUAL | {"language": "<|de|>", "task": "translate"}),
    V("language-name", generation=MULTILINGUAL | {"language": "chinese", "task": "transcribe"}),
    V("english-only",
      generation={"is_multilingual": False, "no_timestamps_token_id": NO_TIMES},
      edit=lambda folder: (folder / "english_only").touch()),
    V("detect", generation=MULTILINGUAL | {"task": "transcribe"}),
    V("forced-in-generation", generation=MULTILINGUAL | {"forced_decoder_ids": [[1, DE], [2, TRANSLATE]]}),
    V("forced-only", generation={"forced_decoder_ids": [[1, DE], [2, TRANSLATE], [3, NO_TIMES]]}),
    V("forced-language-null", generation=MULTILINGUAL | {"forced_decoder_ids": [[1, None], [2, TRANSCRIBE]]}),
    V("forced-null-translate", generation=MULTILINGUAL | {"forced_decoder_ids": [[1, None], [2, TRANSLATE]]}),
    V("task-and-forced", generation=MULTILINGUAL | {"task": "transcribe", "forced_decoder_ids": [[1, DE], [2, TRANSLATE]]}),
    V("forced-in-config",
      generation=MULTILINGUAL,
      edit=edit_json("config.json", lambda content: {**content, "forced_decoder_ids": [[1, ZH], [2, TRANSCRIBE], [3, NO_TIMES]]})),
    V("suppress", generation={"suppress_tokens": [1, 2, 7], "begin_suppress_tokens": [220, 440]}),
    V("no-model-prefix", edit=rename_weights((r"^model\.", ""))),
    *tied_heads("proj_out.weight", "embed_tokens.weight"),
    V("no-preemphasis", {}, {"dither": 0.0, "do_normalize": False}),
    V("normalize", {}, {"do_normalize": True}),
    V("mel-filters-in-file", {}, {"mel_filters": [[0.1234567] * 80] * 201}),
    V("processor-class", {}, {"processor_class": "WhisperProcessor"}),
    V("padding-value", {}, {"padding_value": 0.1}),
    V("tokenizer-files", edit=without("tokenizer.json")),
    *STORED,
]


def rope(**values):
    return text(rope_parameters={"rope_theta": 10000.0, **values})


ROPES = [
    V("theta", rope(rope_type="default", rope_theta=500.0)),
    V("rope-linear", rope(rope_type="linear", factor=2.5)),
    V("rope-dynamic", both(rope(rope_type="dynamic", factor=2.0), text(max_position_embeddings=20))),
    V("rope-llama3", rope(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)),
    V("rope-yarn", rope(rope_type="yarn", factor=4.0, original_max_position_embeddings=16)),
    V("rope-yarn-scales",
      rope(rope_type="yarn", factor=4.0, original_max_position_embeddings=16, mscale=0.7, mscale_all_dim=0.4, beta_fast=8.0,
           beta_slow=2.0)),
    V("rope-yarn-factor", rope(rope_type="yarn", factor=3.0, original_max_position_embeddings=16, attention_factor=1.3)),
    V("rope-longrope",
      rope(rope_type="longrope", factor=4.0, original_max_position_embeddings=16, short_factor=[1.0] * 6, long_factor=[2.0] * 6)),
    V("rope-partial", rope(rope_type="default", partial_rotary_factor=0.5)),
]


def _old_rope(**scaling):

    def change(content):
        section = content["text_config"]
        section.pop("rope_parameters", None)
        section["rope_theta"] = 2000.0
        section["rope_scaling"] = scaling or None

    return edit_json("config.json", change)


OLD_ROPES = [
    V("old-rope-none", edit=_old_rope()),
    V("old-rope-linear", edit=_old_rope(type="linear", factor=2.5)),
    V("old-rope-dynamic", text(max_position_embeddings=20), edit=_old_rope(type="dynamic", factor=2.0)),
    V("old-rope-llama3",
      edit=_old_rope(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)),
    V("old-rope-yarn", edit=_old_rope(type="yarn", factor=4.0, original_max_position_embeddings=16)),
]
DECODER = [
    V("base", sample=QUESTION_ALPHA),
    V("act-gelu", text(hidden_act="gelu")),
    V("eps", text(rms_norm_eps=1e-2)),
    V("layers", text(num_hidden_layers=3)),
    V("keys-1", text(num_key_value_heads=1)),
    V("keys-2", text(num_key_value_heads=2)),
    V("tied", {"tie_word_embeddings": True} | text(tie_word_embeddings=True)),
    V("tied-inside", text(tie_word_embeddings=True)),
    V("tied-outside", {"tie_word_embeddings": True}),
    *ROPES,
]
TIED = {"tie_word_embeddings": True} | text(tie_word_embeddings=True)
LLAMA_FILES = [
    V("no-start", tokenizer={"add_bos_token": False}),
    V("with-end", tokenizer={"add_eos_token": True}),
    V("no-prefix-space", tokenizer={"add_prefix_space": False}),
    V("legacy", tokenizer={"legacy": True}),
    V("not-legacy", tokenizer={"legacy": False}),
    V("pad-eos", tokenizer={"pad_token": "</s>"}, sample=ROWS),
    V("eos-list", generation={"eos_token_id": list(range(0, 460, 3))}),
    V("eos-list-rows", generation={"eos_token_id": list(range(0, 460, 3))}, sample=ROWS),
    V("eos-in-config", text(eos_token_id=list(range(0, 460, 3))), edit=without("generation_config.json")),
    V("rows", sample=ROWS),
]
NULLS = V("nulls-in-text",
          edit=edit_json(
              "config.json", lambda content: content["text_config"].update(
                  head_dim=None, num_key_value_heads=None, rope_scaling=None, rope_parameters=None, rope_theta=500, pad_token_id=None)))
LLAVA = [NULLS] + SAVED + PIXELS + LLAMA_FILES + DECODER + OLD_ROPES + tied_heads("lm_head.weight", "embed_tokens.weight", **TIED) + [
    V("head-width", text(head_dim=16)),
    V("attention-bias", text(attention_bias=True)),
    V("mlp-bias", text(mlp_bias=True)),
    V("vision-gelu", vision(hidden_act="gelu", layer_norm_eps=1e-3)),
    V("layer-last", {"vision_feature_layer": -1}),
    V("layer-first", {"vision_feature_layer": 0}),
    V("layer-list", {"vision_feature_layer": [-1, 1, 0]}),
    V("list-of-one", {"vision_feature_layer": [-2]}),
    V("full", {"vision_feature_select_strategy": "full", "image_seq_length": 26}),
    V("full-list", {"vision_feature_layer": [-1, -2], "vision_feature_select_strategy": "full"}),
    V("projector-relu", {"projector_hidden_act": "relu"}),
    V("projector-no-bias", {"multimodal_projector_bias": False}),
    V("image-56", both(vision(image_size=56, patch_size=14), {"image_seq_length": 16}), image_size(56)),
    V("patch-7-of-40", vision(patch_size=7)),
    V("mistral", text(model_type="mistral", sliding_window=7)),
    V("mistral-no-window", text(model_type="mistral", sliding_window=None)),
    V("mistral-head", text(model_type="mistral", head_dim=16, sliding_window=None)),
    V("qwen2", text(model_type="qwen2"), sample=QUESTION_ALPHA),
    V("qwen2-window", text(model_type="qwen2", use_sliding_window=True, sliding_window=5, max_window_layers=1)),
    V("qwen3", text(model_type="qwen3", head_dim=16)),
    V("gemma", text(model_type="gemma", head_dim=12)),
    V("phi3", text(model_type="phi3")),
    V(
        "siglip-vision", {
            "vision_config": {"model_type": "siglip_vision_model", "hidden_act": "gelu_pytorch_tanh"},
            "vision_feature_select_strategy": "full", "vision_feature_layer": -1
        }, {"image_processor_type": "SiglipImageProcessor", "size": {"height": 40, "width": 40}, "do_center_crop": DROP}),
    V("size-int", {}, {"size": 40, "crop_size": 40}),
    V("no-crop", {}, {"size": {"height": 40, "width": 40}, "do_center_crop": False}),
    V("pad-square", {}, {"image_processor_type": "LlavaImageProcessor", "do_pad": True}),
    V("two-images",
      sample={
          "images": ["plain.png", "strip.png"], "texts": ["Which is <image> and which is <image>, cat?"], "options": {"max_new_tokens": 3}
      }),
    *STORED,
]

HEARD = {"texts": PAIRS["texts"], "audios": ["usual.wav", "short.wav"]}
LONG_HEARD = {"texts": ["a bell", "somebody speaks"], "audios": ["usual.wav", "long.wav", "low.wav", "stereo.wav"]}


def fusion(kind):
    """The extractor shrinks to 64 mel bins whatever the folder says."""
    return {
        "audio_config": {"enable_fusion": True, "fusion_type": kind, "patch_embed_input_channels": 1, "num_mel_bins": 64, "spec_size": 128}
    }


FUSED = {"truncation": "fusion", "feature_size": 64}
CLAP = BPE_FILES + PREFIX_SPACE + [V("one-processor-file", edit=one_processor_file)] + [
    V("base"),
    V("long", sample=LONG_HEARD),
    V("padding-pad", {}, {"padding": "pad"}),
    V("padding-repeat", {}, {"padding": "repeat"}),
    *(V(f"fusion-{kind}", fusion(kind), FUSED, sample=LONG_HEARD) for kind in ("daf_2d", "aff_2d", "iaff_2d", "channel_map")),
    V("fusion-aff-short", fusion("aff_2d"), FUSED),
    V("fusion-none", fusion(None), FUSED, sample=LONG_HEARD),
    V("fusion-features-only", {}, {"truncation": "fusion"}),
    V("act-relu", {"audio_config": {"hidden_act": "relu"}, "text_config": {"hidden_act": "gelu_new"}}),
    V("eps", {"audio_config": {"layer_norm_eps": 1e-3}, "text_config": {"layer_norm_eps": 3e-4}}),
    V("depths", {"audio_config": {"depths": [1, 3], "num_attention_heads": [1, 8]}}),
    V("no-qkv-bias", {"audio_config": {"qkv_bias": False}}),
    V("mlp-ratio", {"audio_config": {"mlp_ratio": 3.0}}),
    V("window-8", {"audio_config": {"window_size": 8}}),
    V("window-2", {"audio_config": {"window_size": 2}}),
    V("patch-stride", {"audio_config": {"patch_stride": [2, 2], "window_size": 4}}),
    V("no-patch-norm", {"audio_config": {"enable_patch_layer_norm": False}}),
    V("no-flatten", {"audio_config": {"flatten_patch_embeds": False}}),
    V("projection-gelu", {"projection_hidden_act": "gelu"}),
    V("projection-gelu-inside", {"audio_config": {"projection_hidden_act": "gelu"}, "text_config": {"projection_hidden_act": "gelu"}}),
    V("projection-40", {"projection_dim": 40, "audio_config": {"projection_dim": 40}, "text_config": {"projection_dim": 40}}),
    V("mels-32", {"audio_config": {"num_mel_bins": 32}}, {"feature_size": 32}),
    V("three-stages", {"audio_config": {"depths": [1, 2, 1], "num_attention_heads": [2, 4, 4], "hidden_size": 64}}),
    V("text", {"text_config": {"num_hidden_layers": 3, "num_attention_heads": 6, "intermediate_size": 70, "type_vocab_size": 2}}),
    *STORED,
]

WAV2VEC2 = [
    V("base", sample=ODD_SOUNDS),
    V("layer-norm", {"feat_extract_norm": "layer", "do_stable_layer_norm": True, "conv_bias": True}, {"return_attention_mask": True}),
    V("layer-norm-no-mask", {"feat_extract_norm": "layer", "do_stable_layer_norm": True, "conv_bias": True}),
    V("group-stable", {"do_stable_layer_norm": True}),
    V("layer-plain", {"feat_extract_norm": "layer"}),
    V("conv-bias", {"conv_bias": True}),
    V("mask", {}, {"return_attention_mask": True}, sample=ODD_SOUNDS),
    V("no-normalize", {}, {"do_normalize": False}),
    V("act", {"hidden_act": "relu", "feat_extract_activation": "gelu_new"}),
    V("act-feature-relu", {"feat_extract_activation": "relu"}),
    V("eps", {"layer_norm_eps": 1e-3}),
    V("widths", {"hidden_size": 40, "num_attention_heads": 5, "intermediate_size": 52, "num_conv_pos_embedding_groups": 5}),
    V("positions-odd", {"num_conv_pos_embeddings": 9, "num_conv_pos_embedding_groups": 8}),
    V("layers", {"num_hidden_layers": 1}),
    V("convolutions",
      {"conv_dim": [16, 24, 32, 40], "conv_kernel": [10, 3, 3, 2], "conv_stride": [5, 4, 4, 2], "num_feat_extract_layers": 4}),
    V("adapter-attention", {"do_stable_layer_norm": True, "feat_extract_norm": "layer", "conv_bias": True, "adapter_attn_dim": 16},
      {"return_attention_mask": True}),
    V("adapter", {"add_adapter": True, "output_hidden_size": 48}),
    V("letters-fewer", {"vocab_size": 40}),
    V("old-norm-names",
      edit=rename_weights((r"parametrizations\.weight\.original0", "weight_g"), (r"parametrizations\.weight\.original1", "weight_v"))),
    V("positions-batch-norm", {"conv_pos_batch_norm": True}),
    V("rate-8000", {}, {"sampling_rate": 8000}),
    V("padding-value", {}, {"padding_value": 1.0}),
    V("languages-in-vocabulary",
      tokenizer={"target_lang": "eng"},
      edit=edit_json("vocab.json", lambda content: {"eng": content, "deu": content})),
    V("one-processor-file", edit=one_processor_file),
    *STORED,
]

QUERIES = {"images": ["tall.png", "alpha.png"], "texts": PAIRS["texts"][:2] + PAIRS["texts"][3:]}
OWL = [
    *(V(f"act-{name}", both(vision(hidden_act=name), text(hidden_act=name))) for name in ("gelu", "gelu_new", "relu")),
    V("eps", both(vision(layer_norm_eps=1e-3), text(layer_norm_eps=3e-4))),
    V("layers", both(vision(num_hidden_layers=3), text(num_hidden_layers=1))),
    V("heads", both(vision(num_attention_heads=8), text(num_attention_heads=3))),
    V("widths", {"projection_dim": 40} | both(vision(hidden_size=36, intermediate_size=52, num_attention_heads=3),
                                              text(hidden_size=40, intermediate_size=70, num_attention_heads=5))),
    V("image-56", vision(image_size=56, patch_size=14), {"size": {"height": 56, "width": 56}}),
    V("patch-7-of-48", vision(patch_size=7)),
    V("text-12", text(max_position_embeddings=12), tokenizer={"model_max_length": 12}),
    V("empty-text", sample=PAIRS),
    V("small-pictures", sample=SMALL_PAIR),
    V("bilinear", {}, {"resample": 2}),
    V("no-normalize", {}, {"do_normalize": False}),
    *STORED,
]
OWLVIT = OWL + SAVED + BPE_FILES + [
    V("center-crop", {}, {"do_center_crop": True, "crop_size": {"height": 48, "width": 48}, "size": {"height": 60, "width": 60}}),
    V("size-int", {}, {"size": [48, 48]}),
    V("crop-int", {}, {"size": 48, "crop_size": 48, "do_center_crop": False}),
    V("first-upload", {}, {"do_rescale": DROP, "rescale": True}),
]
OWLV2 = OWL + SAVED + [V("no-pad", {}, {"do_pad": False}), V("oblong-pad", sample={"images": ["strip.png"], "texts": ["cat"]})]
OWLV2_CONFIG = {
    "model_type": "owlv2", "text_config": {"model_type": "owlv2_text_model"}, "vision_config": {"model_type": "owlv2_vision_model"}
}
OWLV2_IMAGES = {"image_processor_type": "Owlv2ImageProcessor", "do_pad": True, "do_center_crop": DROP, "crop_size": DROP, "resample": 2}
LABELS = {"images": ["plain.png", "tall.png"], "texts": ["a cat. a red house 红.", "dog. two small birds. snow."]}
THREE = {"texts": ["What colour is the 红 car? 🚗", LONG_TEXT, "cat"]}

VILT = OLD_NORMS + PIXELS + SAVED + BERT_FILES + [
    *(V(f"act-{name}", {"hidden_act": name}) for name in ("gelu_new", "relu")),
    V("eps", {"layer_norm_eps": 1e-3}),
    V("layers", {"num_hidden_layers": 1, "num_attention_heads": 6, "intermediate_size": 70}),
    V("no-qkv-bias", {"qkv_bias": False}),
    V("patch-8", {"patch_size": 8}, {"size_divisor": 8}),
    V("divisor-32", {}, {"size_divisor": 32}),
    V("image-48", {"image_size": 48}),
    V("edge-48", {}, {"size": {"shortest_edge": 48}}),
    V("edge-80", {}, {"size": {"shortest_edge": 80}}),
    V("size-int", {}, {"size": 64}),
    V("length-9", {"max_image_length": 9}),
    V("modalities-3", {"modality_type_vocab_size": 3}),
    V("bilinear", {}, {"resample": 2}),
    V("no-resize", {}, {"do_resize": False}, sample={"images": ["alpha.png", "plain.png"], "texts": ["cat", "two dogs"]}),
    V("no-pad", {}, {"do_pad": False}, sample=ONE_PAIR),
    V("questions", model_class="ViltForQuestionAnswering"),
    V("classes", {"num_images": 2}, model_class="ViltForImagesAndTextClassification"),
    V("words", model_class="ViltForMaskedLM"),
    *STORED,
]
FLAVA_SECTIONS = ("image_config", "text_config", "multimodal_config")


def of_flava(**values):
    return {section: values for section in FLAVA_SECTIONS}


FLAVA = PIXELS + SAVED + [
    V("base"),
    V("act", of_flava(hidden_act="relu")),
    V("act-new", of_flava(hidden_act="gelu_new")),
    V("eps", of_flava(layer_norm_eps=1e-3)),
    V("no-qkv-bias", of_flava(qkv_bias=False)),
    V("layers",
      {"image_config": {"num_hidden_layers": 3}, "text_config": {"num_hidden_layers": 1}, "multimodal_config": {"num_hidden_layers": 4}}),
    V("no-class-token", {"multimodal_config": {"use_cls_token": False}}),
    V("mask-token", {"image_config": {"mask_token": True}}),
    V("image-40", {"image_config": {"image_size": 40, "patch_size": 8}},
      {"size": {"height": 40, "width": 40}, "crop_size": {"height": 40, "width": 40}}),
    V(
        "widths", {
            "projection_dim": 17, "image_config": {"hidden_size": 40, "num_attention_heads": 5}, "text_config": {
                "hidden_size": 36, "num_attention_heads": 3
            }, "multimodal_config": {"hidden_size": 44, "num_attention_heads": 4}
        }),
    V("no-crop", {}, {"do_center_crop": False}),
    V("types-1", {"text_config": {"type_vocab_size": 1}}),
    V("pre-training", model_class="FlavaForPreTraining", loaded_class="FlavaModel"),
    V("size-int", {}, {"size": 48, "crop_size": 48}),
    *STORED,
]
BRIDGETOWER = PIXELS + SAVED + BPE_FILES + PREFIX_SPACE + [
    V("base"),
    V("act", {"hidden_act": "relu", "text_config": {"hidden_act": "gelu_new"}}),
    V("eps", {"layer_norm_eps": 1e-3, **both(vision(layer_norm_eps=1e-2), text(layer_norm_eps=3e-4))}),
    V("links-scaled", {"link_tower_type": "scaled_add"}),
    V("links-interpolate", {"link_tower_type": "interpolate"}),
    V("links-shared", {"share_link_tower_layers": True}),
    V("layers-own", {"share_cross_modal_transformer_layers": False}),
    V("norms-own", vision(share_layernorm=False)),
    V("remove-last", vision(remove_last_layer=True, num_hidden_layers=4)),
    V("norm-from-vision", {"init_layernorm_from_vision_encoder": True}),
    V("layers", {"num_hidden_layers": 3, **both(vision(num_hidden_layers=4), text(num_hidden_layers=4))}),
    V("heads", {"num_attention_heads": 2, **text(num_attention_heads=8)}),
    V("widths",
      {"hidden_size": 48, **both(vision(hidden_size=128), text(hidden_size=48, num_attention_heads=4)), "num_attention_heads": 4}),
    V("image-48", vision(image_size=48, patch_size=16),
      {"size": {"shortest_edge": 48}, "crop_size": {"shortest_edge": 48}, "size_divisor": 16}),
    V("crop-height", {}, {"crop_size": {"height": 40, "width": 40}}),
    V("types-2", text(type_vocab_size=2)),
    V("contrast", {"contrastive_hidden_size": 20, "logit_scale_init_value": 2.6592}, model_class="BridgeTowerForContrastiveLearning"),
    V("words", model_class="BridgeTowerForMaskedLM"),
    V("no-crop", {}, {"do_center_crop": False, "size": {"shortest_edge": 40}}, sample={"images": ["alpha.png"], "texts": ["cat"]}),
    *STORED,
]
LXMERT = OLD_NORMS + [
    V("base"),
    V("layers", {"l_layers": 1, "r_layers": 2, "x_layers": 3}),
    V("heads", {"num_attention_heads": 6, "intermediate_size": 70}),
    V("answers-13", {"num_qa_labels": 13}),
    V("act", {"hidden_act": "relu"}),
    V("act-new", {"hidden_act": "gelu_new"}),
    V("types-3", {"type_vocab_size": 3}),
    V("pre-training", model_class="LxmertForPreTraining"),
    V("bare", model_class="LxmertModel"),
    *STORED,
]
BLIP_2 = [V("rows", sample=ROWS)] + SAVED + BPE_FILES + PREFIX_SPACE + [
    V("base", sample=QUESTION_ALPHA),
    V("act", {"qformer_config": {"hidden_act": "relu"}, **both(vision(hidden_act="quick_gelu"), text(activation_function="gelu"))}),
    V("eps", {"qformer_config": {"layer_norm_eps": 1e-3}, **vision(layer_norm_eps=1e-3)}),
    V("no-qkv-bias", vision(qkv_bias=False)),
    V("cross-every", {"qformer_config": {"cross_attention_frequency": 1}}),
    V("cross-third", {"qformer_config": {"cross_attention_frequency": 3}}),
    V("queries-9", {"num_query_tokens": 9}),
    V("post-norm", text(do_layer_norm_before=False)),
    V("no-final-norm", text(_remove_final_layer_norm=True)),
    V("words-narrow", text(word_embed_proj_dim=32)),
    V("words-narrow-post", text(word_embed_proj_dim=32, do_layer_norm_before=False)),
    V("no-bias", text(enable_bias=False)),
    V("norms-plain", text(layer_norm_elementwise_affine=False)),
    V("untied", {"tie_word_embeddings": False, **text(tie_word_embeddings=False)}),
    V("untied-inside", text(tie_word_embeddings=False)),
    V("image-56", vision(image_size=56, patch_size=14), image_size(56, True)),
    V("text-input", {"qformer_config": {"use_qformer_text_input": True}}),
    V("no-image-token", edit=edit_json("config.json", lambda content: content.pop("image_token_index") and None)),
    V("retrieval", {"qformer_config": {"use_qformer_text_input": True}}, model_class="Blip2ForImageTextRetrieval"),
    *tied_heads("language_model.lm_head.weight", "embed_tokens.weight"),
    V(
        "t5", {
            "text_config": {
                "model_type": "t5", "vocab_size": 401, "d_model": 48, "d_kv": 12, "d_ff": 80, "num_layers": 2, "num_heads": 4,
                "decoder_start_token_id": 0
            }, "use_decoder_only_language_model": False
        }),
    *STORED,
]
IDEFICS = [
    V("rows", sample=ROWS),
    V("images-in-text",
      sample={"images": ["plain.png", "tall.png"], "texts": ["A <image> and <image>: cat?"], "options": {"max_new_tokens": 4}})
] + PIXELS + SAVED + [
    V("base", sample=QUESTION_ALPHA),
    V("no-resampler", {"use_resampler": False}),
    V("head-norms", {"qk_layer_norms": True}),
    V("head-norms-resampler", {"perceiver_config": {"qk_layer_norms_perceiver": True}}),
    V("gates-vector", {"alpha_type": "vector"}),
    V("interval-2", {"cross_layer_interval": 2, "num_hidden_layers": 4}),
    V("interval-1", {"cross_layer_interval": 1}),
    V("act", {"hidden_act": "gelu", **vision(hidden_act="relu")}),
    V("eps", {"rms_norm_eps": 1e-2, **vision(layer_norm_eps=1e-3)}),
    V("resampler",
      {"perceiver_config": {"resampler_n_latents": 9, "resampler_depth": 3, "resampler_n_heads": 3, "resampler_head_dim": 10}}),
    V("image-40", vision(image_size=40, patch_size=10), {"image_size": 40, "size": {"height": 40, "width": 40}}),
    V("tied", {"tie_word_embeddings": True}),
    *tied_heads("lm_head.weight", "embed_tokens.weight", tie_word_embeddings=True),
    V("theta", {"rope_parameters": {"rope_type": "default", "rope_theta": 500.0}}),
    *STORED,
]
BACKBONE = {
    "model_type": "swin", "depths": [1, 1, 2], "embed_dim": 8, "image_size": 64, "mlp_ratio": 2.0, "num_heads": [1, 2, 4],
    "out_indices": [2, 3], "out_features": ["stage2", "stage3"], "patch_size": 4, "window_size": 4
}
DINO = PIXELS + SAVED + BERT_FILES + [
    V("base"),
    V("one-stage", {"two_stage": False}),
    V("queries-from-proposals", {"embedding_init_target": False}),
    V("queries-20", {"num_queries": 20}),
    V("own-box-heads", {"decoder_bbox_embed_share": False}),
    V("proposal-head-shared", {"two_stage_bbox_embed_share": True}),
    V("layers", {"encoder_layers": 3, "decoder_layers": 2}),
    V("points", {"encoder_n_points": 3, "decoder_n_points": 4}),
    V("levels-4", {"num_feature_levels": 4}),
    V("levels-2", {"num_feature_levels": 2}),
    V("act", {"activation_function": "gelu"}),
    V("eps", {"layer_norm_eps": 1e-3}),
    V("positions-learned", {"position_embedding_type": "learned"}),
    V("temperature", {"positional_embedding_temperature": 10000}),
    V("heads", {"encoder_attention_heads": 8, "decoder_attention_heads": 2}),
    V("text-30", {"max_text_len": 30}),
    V("size-exact", {}, {"size": {"height": 64, "width": 80}}),
    V("size-most", {}, {"size": {"max_height": 60, "max_width": 90}}),
    V("pad-size", {}, {"pad_size": {"height": 120, "width": 130}}),
    V("edge-50", {}, {"size": {"shortest_edge": 50, "longest_edge": 70}}),
    V("swin-window", {"backbone_config": BACKBONE | {"window_size": 3}}),
    V("swin-depths", {"backbone_config": BACKBONE | {"depths": [2, 1, 3], "num_heads": [2, 2, 4]}}),
    V("swin-no-bias", {"backbone_config": BACKBONE | {"qkv_bias": False}}),
    V("swin-mlp", {"backbone_config": BACKBONE | {"mlp_ratio": 3.0, "hidden_act": "gelu_new", "layer_norm_eps": 1e-3}}),
    V("swin-outputs", {"backbone_config": BACKBONE | {"out_indices": [1, 2, 3], "out_features": ["stage1", "stage2", "stage3"]}}),
    V("swin-absolute", {"backbone_config": BACKBONE | {"use_absolute_embeddings": True}}),
    V("swin-patch-2", {"backbone_config": BACKBONE | {"patch_size": 2}}),
    V("text", text(num_hidden_layers=3, num_attention_heads=2, intermediate_size=50, hidden_act="relu", layer_norm_eps=1e-3)),
    V("text-wide", text(hidden_size=48)),
    V("no-resize", {}, {"do_resize": False}),
    V("no-pad", {}, {"do_pad": False}, sample={"images": ["plain.png"], "texts": ["a cat."]}),
    V("annotations-old", {}, {"size": 64, "max_size": 96}),
    *STORED,
]
GEMMA3 = [V("rows", sample=ROWS)] + PIXELS + SAVED + tied_heads("lm_head.weight", "embed_tokens.weight") + [
    V("base", sample=QUESTION_ALPHA),
    V("act", text(hidden_activation="relu")),
    V("scalar", text(query_pre_attn_scalar=20)),
    V("window-4", text(sliding_window=4)),
    V("tokens-4", {"mm_tokens_per_image": 4}),
    V("keys-1", text(num_key_value_heads=1)),
    V("bias", text(attention_bias=True)),
    V("untied", {"tie_word_embeddings": False, **text(tie_word_embeddings=False)}),
    V("softcap", text(final_logit_softcapping=5.0)),
    V("attention-softcap", text(attn_logit_softcapping=5.0)),
    V("pattern-2", text(sliding_window_pattern=2)),
    V("eps", text(rms_norm_eps=1e-2)),
    V("vision", vision(num_hidden_layers=3, num_attention_heads=2, hidden_act="gelu", layer_norm_eps=1e-3)),
    V("old-rope", edit=edit_json("config.json", lambda content: _old_gemma_rope(content))),
    V("both-ways", text(use_bidirectional_attention=True)),
    *STORED,
]


def _old_gemma_rope(content):
    section = content["text_config"]
    section.pop("rope_parameters", None)
    section |= {"rope_theta": 50000.0, "rope_local_base_freq": 2000.0, "rope_scaling": {"rope_type": "linear", "factor": 4.0}}


QWEN_TEXT = [
    V("act", text(hidden_act="gelu")),
    V("eps", text(rms_norm_eps=1e-2)),
    V("theta", text(rope_parameters={"rope_type": "default", "rope_theta": 500.0, "mrope_section": [2, 3, 3]})),
    V("sections", text(rope_parameters={"rope_type": "default", "rope_theta": 1e4, "mrope_section": [4, 2, 2]})),
    V("layers", text(num_hidden_layers=2)),
    V("keys-all", text(num_key_value_heads=2)),
    V("tied", {"tie_word_embeddings": True, **text(tie_word_embeddings=True)}),
    V("tied-outside", {"tie_word_embeddings": True}),
    V("window", text(use_sliding_window=True, sliding_window=9, max_window_layers=1, layer_types=DROP)),
    V("mrope", text(rope_parameters={"rope_type": "default", "type": "mrope", "rope_theta": 1e4, "mrope_section": [2, 3, 3]})),
    V(
        "yarn",
        text(rope_parameters={
            "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16, "rope_theta": 1e4, "mrope_section": [2, 3, 3]
        })),
]
QWEN2_VL = [V("rows", sample=ROWS)] + PIXELS + SAVED + QWEN_TEXT + tied_heads("lm_head.weight", "embed_tokens.weight", **TIED) + [
    V("base", sample=QUESTION_ALPHA),
    V("strip", sample={"images": ["strip.png"], "texts": ["cat"], "options": {"max_new_tokens": 4}}),
    V("two-images", sample={"images": ["plain.png", "strip.png"], "texts": ["cat"], "options": {"max_new_tokens": 3}}),
    V("vision", vision(depth=3, num_heads=4, mlp_ratio=3, hidden_act="gelu")),
    V("merge-1", vision(spatial_merge_size=1), {"merge_size": 1}),
    V("patch-10", vision(patch_size=10), {"patch_size": 10}),
    V("pixels-old", {}, {"size": DROP, "min_pixels": 3136, "max_pixels": 25088}),
    V("pixels-small", {}, {"size": {"shortest_edge": 784, "longest_edge": 3136}}),
    V("frames-1", vision(temporal_patch_size=1), {"temporal_patch_size": 1}),
    V("flat-config", edit=edit_json("config.json", lambda content: _flat_qwen(content))),
    V("old-names", edit=rename_weights((r"^model\.language_model\.", "model."), (r"^model\.visual\.", "visual."))),
    V("new-names", edit=rename_weights((r"^model\.(?!language_model|visual)", "model.language_model."), (r"^visual\.", "model.visual."))),
    *STORED,
]


def _flat_qwen(content):
    section = content.pop("text_config")
    parameters = section.pop("rope_parameters")
    section.pop("model_type")
    section.pop("layer_types", None)
    return {
        **section, **content, "rope_theta": parameters["rope_theta"],
        "rope_scaling": {"type": "mrope", "mrope_section": parameters["mrope_section"]}
    }


QWEN25_VISION = {
    "depth": 3, "hidden_size": 32, "num_heads": 2, "intermediate_size": 48, "out_hidden_size": 32, "fullatt_block_indexes": [1],
    "window_size": 56, "hidden_act": "silu", "patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 2, "in_channels": 3
}
QWEN25_VL = [variant for variant in QWEN2_VL if variant.name not in ("vision", )] + [
    V("window-28", vision(window_size=28)),
    V("window-84", vision(window_size=84)),
    V("window-112-large", vision(window_size=112), {"size": {"shortest_edge": 3136, "longest_edge": 100352}}),
    V("full-none", vision(fullatt_block_indexes=[])),
    V("full-all", vision(fullatt_block_indexes=[0, 1, 2])),
    V("vision-act", vision(hidden_act="gelu", num_heads=4)),
]
HEARD_QUESTION = {"audios": ["usual.wav"], "texts": ["What do you hear? 红"], "options": {"max_new_tokens": 4}}
QWEN2_AUDIO = [
    V("rows", sample={"audios": ["short.wav", "usual.wav"], "texts": ["cat", "What is heard here? 红"], "options": {"max_new_tokens": 4}}),
    *(variant for variant in DECODER if variant.name not in ("base", "rope-longrope", "rope-partial", "tied-outside")),
    V("short", sample=HEARD_QUESTION | {"audios": ["short.wav"]}),
    V("long", sample=HEARD_QUESTION | {"audios": ["long.wav"]}),
    V("two", sample=HEARD_QUESTION | {"audios": ["usual.wav", "short.wav"]}),
    V("audio", {"audio_config": {"encoder_layers": 3, "encoder_attention_heads": 4, "encoder_ffn_dim": 50, "activation_function": "relu"}}),
    V("mels-20", {"audio_config": {"num_mel_bins": 20}}, {"feature_size": 20}),
    V("scale", {"audio_config": {"scale_embedding": True}}),
    *STORED,
]


def classes(*names):
    """Other classes of the family; what cannot be opened should be said in words."""
    return [V(f"class-{name}", model_class=name) for name in names]


def more_tokens(folder):
    """A token that was added later, as textual inversion does."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    tokenizer.add_tokens(["<toy>"])
    tokenizer.save_pretrained(folder)


NEW_WORD = {"images": ["plain.png"], "texts": ["a photo of a <toy> cat", "<toy>", "no toy"]}
CLIP += [V("added-token", text(vocab_size=621), edit=more_tokens, sample=NEW_WORD)] + classes("CLIPForImageClassification")
CHINESE_CLIP += [V("added-token", text(vocab_size=421), edit=more_tokens, sample=NEW_WORD)]
CLAP += [V("added-token", text(vocab_size=421), edit=more_tokens, sample={"audios": ["usual.wav"], "texts": NEW_WORD["texts"]})]
SIGLIP += classes("SiglipForImageClassification")
BLIP_ITM += classes("BlipModel", "BlipForQuestionAnswering")
WHISPER += classes("WhisperModel", "WhisperForAudioClassification")
WAV2VEC2 += classes("Wav2Vec2Model", "Wav2Vec2ForPreTraining", "Wav2Vec2ForSequenceClassification")
OWLVIT += classes("OwlViTModel")
LLAVA += [V("tied-without-word", {"tie_word_embeddings": True})]

ODD_PICTURES = {"images": ["point.png", "line.png", "large.jpg"], "texts": ["cat"]}
for variants in (CLIP, SIGLIP, SIGLIP2, DUAL, OWLVIT, OWLV2):
    variants += [V("odd-pictures", sample=ODD_PICTURES)]
BLIP_ITM += [V("odd-pictures", sample=ODD_PICTURES | {"texts": ["cat", "dog", ""]})]
for variants in (VILT, BRIDGETOWER, FLAVA, DINO):
    variants += [V("odd-pictures", sample={"images": ["point.png", "large.jpg"], "texts": ["a cat.", "a dog. a red house."]})]
for variants in (LLAVA, QWEN2_VL, QWEN25_VL, GEMMA3, IDEFICS, BLIP_2):
    variants += [
        V(f"odd-picture-{name[:-4]}", sample={"images": [name], "texts": ["cat"], "options": {"max_new_tokens": 2}})
        for name in ODD_PICTURES["images"]
    ]
for variants in (WHISPER, CLAP):
    variants += [
        V("odd-sounds", sample={"audios": ["tiny.wav", "silent.wav", "exact.wav"], "texts": ["a bell"], "options": {"max_new_tokens": 3}})
    ]
WAV2VEC2 += [
    V("odd-sounds", sample={"audios": ["silent.wav", "exact.wav"]}),
    V("odd-sounds-mask", {}, {"return_attention_mask": True}, sample={"audios": ["silent.wav", "exact.wav"]})
]
QWEN2_AUDIO += [
    V(f"odd-sound-{name}", sample={"audios": [f"{name}.wav"], "texts": ["cat"], "options": {"max_new_tokens": 2}})
    for name in ("tiny", "silent", "exact")
]


def defaults(config, processor=None, **more):
    """Values that a published file leaves out, as they are those of the class."""
    return [V("defaults", config, processor or {}, storage="minimal", **more)]


TWELVE = {"num_hidden_layers": 12, "num_attention_heads": 12}
EIGHT = {"num_hidden_layers": 12, "num_attention_heads": 8}
CLIP += defaults(both(vision(hidden_size=60, **TWELVE), text(**EIGHT)))
SIGLIP += defaults(both(vision(hidden_size=48, **TWELVE), text(**TWELVE)))
SIGLIP2 += defaults(both(vision(**TWELVE), text(**TWELVE)))
CHINESE_CLIP += defaults(both(vision(hidden_size=60, image_size=224, patch_size=32, **TWELVE), text(**TWELVE)), image_size(224))
DUAL += defaults(both(vision(image_size=224, patch_size=16, **TWELVE), text(max_position_embeddings=512, **TWELVE)),
                 image_size(224, True),
                 tokenizer={"model_max_length": 512})
BLIP_ITM += defaults(
    {
        "image_text_hidden_size": 256, **both(vision(hidden_size=48, image_size=384, patch_size=16, **TWELVE),
                                              text(encoder_hidden_size=48, **EIGHT))
    }, image_size(384, True))
BLIP_CAPTION += defaults(both(vision(hidden_size=48, **TWELVE), text(encoder_hidden_size=48, max_position_embeddings=512, **EIGHT)))
WHISPER += defaults({
    "d_model": 384, "encoder_layers": 4, "decoder_layers": 4, "encoder_attention_heads": 6, "decoder_attention_heads": 6,
    "encoder_ffn_dim": 1536, "decoder_ffn_dim": 1536, "max_target_positions": 448
})
LLAVA += [
    V("llama-defaults",
      text(hidden_size=96, num_attention_heads=32, num_key_value_heads=32, max_position_embeddings=2048),
      storage="minimal"),
    V("mistral-defaults",
      text(model_type="mistral",
           hidden_size=128,
           num_attention_heads=32,
           num_key_value_heads=8,
           head_dim=None,
           max_position_embeddings=131072,
           sliding_window=4096),
      storage="minimal"),
    V("qwen2-defaults",
      text(model_type="qwen2", hidden_size=128, num_attention_heads=32, num_key_value_heads=32, max_position_embeddings=32768),
      sample=QUESTION_ALPHA,
      storage="minimal"),
]
CLAP += defaults(
    {
        "projection_dim": 512, "audio_config": {
            "depths": [2, 2, 6, 2], "num_attention_heads": [4, 8, 16, 32], "patch_embeds_hidden_size": 96, "hidden_size": 768,
            "spec_size": 256, "num_mel_bins": 64, "window_size": 8, "mlp_ratio": 4.0, "projection_dim": 512
        }, "text_config": {"num_hidden_layers": 12, "num_attention_heads": 12, "max_position_embeddings": 514, "projection_dim": 512}
    }, {"feature_size": 64})
WAV2VEC2 += defaults({"conv_dim": [512] * 7, "num_conv_pos_embeddings": 128, "num_conv_pos_embedding_groups": 16, **TWELVE})
OWLVIT += defaults(both(vision(hidden_size=60, image_size=768, patch_size=32, **TWELVE), text(**EIGHT)),
                   image_size(768, True),
                   sample=QUERIES | {"images": ["tall.png"]})
OWLV2 += defaults(both(vision(hidden_size=60, **TWELVE), text(**EIGHT)))
VILT += defaults({"image_size": 384, "patch_size": 32, "max_position_embeddings": 40, **TWELVE}, {"size_divisor": 32})
FLAVA += defaults(
    {
        "image_config": TWELVE | {"image_size": 224, "patch_size": 16}, "text_config": TWELVE,
        "multimodal_config": TWELVE | {"num_hidden_layers": 6}, "projection_dim": 768
    }, {"size": {"height": 224, "width": 224}, "crop_size": {"height": 224, "width": 224}})
BRIDGETOWER += defaults(
    {
        "hidden_size": 48, "num_hidden_layers": 6, "num_attention_heads": 12, **both(
            vision(num_hidden_layers=12, image_size=288, patch_size=16), text(hidden_size=48, **TWELVE))
    }, {"size": {"shortest_edge": 288}, "crop_size": {"shortest_edge": 288}, "size_divisor": 32})
LXMERT += defaults({"l_layers": 9, "x_layers": 5, "r_layers": 5, "num_attention_heads": 12})
BLIP_2 += defaults(
    {
        "num_query_tokens": 32, "qformer_config": {"hidden_size": 48, **TWELVE}, **both(
            vision(num_hidden_layers=39, num_attention_heads=16, image_size=224, patch_size=14), text(max_position_embeddings=2048,
                                                                                                      **TWELVE))
    }, image_size(224, True))
IDEFICS += defaults({
    "hidden_size": 64, "num_hidden_layers": 32, "num_attention_heads": 32, "cross_layer_interval": 1,
    "perceiver_config": {"resampler_n_latents": 64, "resampler_depth": 6, "resampler_n_heads": 16,
                         "resampler_head_dim": 96}, **vision(embed_dim=48, num_hidden_layers=32, num_attention_heads=16)
})
DINO += defaults(
    {
        "d_model": 256, "encoder_layers": 6, "decoder_layers": 6, "encoder_attention_heads": 8, "decoder_attention_heads": 8,
        "encoder_ffn_dim": 2048, "decoder_ffn_dim": 2048, "encoder_n_points": 4, "decoder_n_points": 4, "num_feature_levels": 4,
        "num_queries": 900, "max_text_len": 256, "backbone_config": BACKBONE | {
            "depths": [2, 2, 6, 2], "num_heads": [3, 6, 12, 24], "embed_dim": 24, "window_size": 7, "mlp_ratio": 4.0,
            "out_indices": [2, 3, 4], "out_features": ["stage2", "stage3", "stage4"]
        }, **text(**TWELVE, hidden_size=48)
    }, {"size": {"shortest_edge": 256, "longest_edge": 400}},
    sample={"images": ["tall.png"], "texts": ["dog. two small birds. snow."]})
GEMMA3 += defaults(
    text(num_hidden_layers=7,
         num_attention_heads=8,
         num_key_value_heads=4,
         head_dim=256,
         query_pre_attn_scalar=256,
         sliding_window=4096,
         sliding_window_pattern=6,
         max_position_embeddings=131072,
         layer_types=DROP))
QWEN2_VL += defaults(
    both(
        text(hidden_size=512,
             num_attention_heads=64,
             num_key_value_heads=8,
             max_position_embeddings=32768,
             rope_parameters={"rope_type": "default", "rope_theta": 1e6, "mrope_section": [1, 1, 2]}),
        vision(hidden_size=512, embed_dim=64, num_heads=16, mlp_ratio=4)))
QWEN2_AUDIO += defaults({
    "audio_config": {"d_model": 40, "encoder_layers": 32, "encoder_attention_heads": 20}, **text(hidden_size=128,
                                                                                                 num_attention_heads=32,
                                                                                                 num_key_value_heads=32)
})

FAMILIES = {
    "clip": Family("clip", "CLIPModel", clip_pass, PAIRS, CLIP),
    "siglip": Family("siglip", "SiglipModel", siglip_pass, PAIRS, SIGLIP),
    "siglip2": Family("siglip2", "Siglip2Model", siglip_pass, PAIRS, SIGLIP2),
    "chinese_clip": Family("chinese_clip", "ChineseCLIPModel", clip_pass, PAIRS, CHINESE_CLIP),
    "vision_text_dual_encoder": Family("vision_text_dual_encoder", "VisionTextDualEncoderModel", clip_pass, PAIRS, DUAL),
    "blip_itm": Family("blip_itm", "BlipForImageTextRetrieval", blip_itm_pass, TWO_PAIRS, BLIP_ITM),
    "blip_caption": Family("blip_caption", "BlipForConditionalGeneration", blip_caption_pass, CAPTION, BLIP_CAPTION),
    "whisper": Family("whisper", "WhisperForConditionalGeneration", whisper_pass, SOUNDS, WHISPER),
    "llava": Family("llava", "LlavaForConditionalGeneration", llava_pass, QUESTION, LLAVA),
    "clap": Family("clap", "ClapModel", clap_pass, HEARD, CLAP),
    "wav2vec2": Family("wav2vec2", "Wav2Vec2ForCTC", wav2vec2_pass, SOUNDS, WAV2VEC2),
    "owlvit": Family("owlvit", "OwlViTForObjectDetection", owlvit_pass, QUERIES, OWLVIT),
    "owlv2": Family("owlvit", "Owlv2ForObjectDetection", owlvit_pass, QUERIES, OWLV2, OWLV2_CONFIG, OWLV2_IMAGES),
    "qwen2_vl": Family("qwen2_vl", "Qwen2VLForConditionalGeneration", qwen_vl_pass, QUESTION, QWEN2_VL),
    "qwen2_5_vl": Family(
        "qwen2_vl", "Qwen2_5_VLForConditionalGeneration", qwen_vl_pass, QUESTION, QWEN25_VL, {
            "model_type": "qwen2_5_vl", "vision_config": QWEN25_VISION
            | {"model_type": "qwen2_5_vl_vision", "embed_dim": DROP, "mlp_ratio": DROP}, "text_config": {"model_type": "qwen2_5_vl_text"}
        }),
    "vilt": Family("vilt", "ViltForImageAndTextRetrieval", vilt_pass, PADDED_PAIRS, VILT),
    "flava": Family("flava", "FlavaModel", flava_pass, TWO_PAIRS, FLAVA),
    "bridgetower": Family("bridgetower", "BridgeTowerForImageAndTextRetrieval", bridgetower_pass, PADDED_PAIRS, BRIDGETOWER),
    "lxmert": Family("lxmert", "LxmertForQuestionAnswering", lxmert_pass, THREE | {"regions": "regions.safetensors"}, LXMERT),
    "blip_2": Family("blip_2", "Blip2ForConditionalGeneration", blip_2_pass, QUESTION, BLIP_2),
    "idefics": Family("idefics", "IdeficsForVisionText2Text", idefics_pass, QUESTION, IDEFICS),
    "grounding_dino": Family("grounding_dino", "GroundingDinoForObjectDetection", grounding_dino_pass, LABELS, DINO, attention=None),
    "gemma3": Family("gemma3", "Gemma3ForConditionalGeneration", gemma3_pass, QUESTION, GEMMA3),
    "qwen2_audio": Family("qwen2_audio", "Qwen2AudioForConditionalGeneration", qwen2_audio_pass, HEARD_QUESTION, QWEN2_AUDIO),
}

# ---- running ----


def run_cli(cli, folder, sample, dump):
    """What the program dumped, empty where it refused; and its sentence."""
    file = dump.with_suffix(".json")
    file.write_text(json.dumps(sample))
    command = [cli, "run", "--model", folder, "--sample", file, "--dump", dump, "--watch", "all", "--quiet", "--threads", "1"]
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=LONGEST_RUN)
    except subprocess.TimeoutExpired:
        return {}, f"took longer than {LONGEST_RUN} s"
    return load_file(dump) if done.returncode == 0 else {}, (done.stderr.strip() or f"exit {done.returncode}")


LOOSE = {"input.audio_features": (2e-3, 0.0)}


def failures(found, ours, resampled):
    mask = found.get("input.attention_mask", ours.get("input.attention_mask"))
    mask = mask.numpy() if mask is not None else None
    wrong = []
    for name, value in found.items():
        if name not in ours:
            wrong.append((True, f"{name} missing"))
            continue
        tolerance = LOOSE.get(name, compare.TOLERANCES[compare.kind_of(name)])
        if resampled and name != "input.input_ids":
            tolerance = (max(tolerance[0], 1e-2), tolerance[1])
        value = value.detach().contiguous().numpy()
        verdict, error, _ = compare.difference(name, ours[name].numpy(), value, tolerance, mask)
        if verdict:
            wrong.append((error > 4 * (tolerance[0] + tolerance[1] * abs(value).max()) or value.dtype.kind != "f"
                          or error != error, f"{name} {error:.2g} ({verdict})"))
    return wrong


def sample_with_files(sample, folder):
    content = dict(sample)
    for kind in ("images", "audios"):
        if kind in content:
            content[kind] = [str(folder / name) for name in content[kind]]
    return content


def reason(error):
    lines = [line for line in str(error).strip().splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0][:200] if lines else ''}"


def run_both(family, variant, options, folder, model):
    """(ours, the program's sentence, the reference or the exception that stopped it)"""
    if family.source == "lxmert":
        shutil.copy(options.parity / "lxmert" / "cases" / "1" / "regions.safetensors", folder)
    sample = sample_with_files(variant.sample or family.sample, options.work / "media")
    if "regions" in sample:
        sample["regions"] = str(folder / "regions.safetensors")
    ours, message = run_cli(options.cli, folder, sample, folder.with_suffix(".safetensors"))
    try:
        with torch.inference_mode():
            return ours, message, family.reference(model, folder, sample, ours)
    except Exception as error:
        if options.verbose:
            raise
        return ours, message, error


def verdict_of(found, ours, variant, family):
    sounds = (variant.sample or family.sample).get("audios", ())
    wrong = failures(found, ours, any(Path(name).stem in ("low", "stereo") for name in sounds))
    if not wrong:
        return "passed", f"{len(found)} tensors"
    # A few times the tolerance is what float32 costs where weights are sharp; more is another computation.
    state = "MISMATCH" if any(is_large for is_large, _ in wrong) else "rounding"
    return state, f"{len(wrong)} of {len(found)}: " + "; ".join(line for _, line in wrong[:6])


def run_variant(family, variant, options, folder):
    try:
        model = make_folder(family, variant, options.parity, folder)
    except Exception as error:
        return "transformers cannot", reason(error)
    ours, message, found = run_both(family, variant, options, folder, model)
    failed = isinstance(found, Exception)
    if not ours:
        # The reference of a decoder needs the produced ids, so that its failure says nothing here.
        return "refused", message + (f" | reference: {reason(found)}" if failed else "")
    return ("transformers cannot", reason(found)) if failed else verdict_of(found, ours, variant, family)


def chosen(names):
    for key, family in FAMILIES.items():
        for variant in family.variants:
            if not names or key in names or f"{key}:{variant.name}" in names:
                yield key, family, variant


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli", type=Path)
    parser.add_argument("families", nargs="*", help="family or family:variant; all by default")
    parser.add_argument("--parity", type=Path, default=PARITY)
    parser.add_argument("--work", type=Path, help="keeps the folders; a temporary one by default")
    parser.add_argument("--verbose", action="store_true", help="tracebacks of the reference")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(1)
    temporary = None if options.work else tempfile.TemporaryDirectory()
    options.work = options.work or Path(temporary.name)
    make_media(options.work / "media")
    tally = {}
    for key, family, variant in chosen(options.families):
        folder = options.work / key / variant.name
        shutil.rmtree(folder, ignore_errors=True)
        state, detail = run_variant(family, variant, options, folder)
        tally[state] = tally.get(state, 0) + 1
        print(f"{state:10} {key}:{variant.name}  {detail}", flush=True)
        if temporary:
            shutil.rmtree(folder, ignore_errors=True)
    print(", ".join(f"{count} {state}" for state, count in sorted(tally.items())))
    return 1 if tally.get("MISMATCH") else 0


if __name__ == "__main__":
    sys.exit(main())
