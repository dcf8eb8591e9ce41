# SPDX-License-Identifier: GPL-3.0-or-later
"""What the original processors and models compute, under the names of the parity set."""
import copy
import json

import numpy as np
import torch
import transformers
from PIL import Image, ImageOps
from safetensors.torch import load_file
from transformers.image_transforms import convert_to_rgb

from variants.media import read_sound


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
    text = result.text_model_output
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
