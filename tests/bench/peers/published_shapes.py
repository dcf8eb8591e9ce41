# SPDX-License-Identifier: GPL-3.0-or-later
"""Model folders of published layout and size with random weights, made from the tiny ones of the parity set.

The tokenizer and the processor are the tiny folder's; sizes, layers and heads are those of the published checkpoint. Query and key
weights are made larger than the initialisation of most classes, so that attention is far from uniform and a mistake in it shows.
"""
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import torch
import transformers

PARITY = Path(__file__).resolve().parents[2] / "data" / "parity"


@dataclass(frozen=True)
class Shape:
    source: str                     # folder of the parity set
    model_class: str
    config: dict = field(default_factory=dict)
    image: int = 0                  # edge of the pixels that the network reads
    dtype: torch.dtype = torch.float32
    sounds: bool = False
    sharpness: float = 4.0          # factor of query and key weights


def _vit(width, layers, heads, patch, image):
    return {"hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads, "intermediate_size": 4 * width,
            "patch_size": patch, "image_size": image}


def _text(width, layers, heads, **more):
    return {"hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads, "intermediate_size": 4 * width, **more}


SHAPES = {
    "clip-b32": Shape("clip", "CLIPModel", {
        "projection_dim": 512, "vision_config": _vit(768, 12, 12, 32, 224),
        "text_config": _text(512, 12, 8, vocab_size=49408, max_position_embeddings=77)}, 224),
    "clip-l14-336": Shape("clip", "CLIPModel", {
        "projection_dim": 768, "vision_config": _vit(1024, 24, 16, 14, 336),
        "text_config": _text(768, 12, 12, vocab_size=49408, max_position_embeddings=77)}, 336),
    "siglip-b16": Shape("siglip", "SiglipModel", {
        "vision_config": _vit(768, 12, 12, 16, 224),
        "text_config": _text(768, 12, 12, vocab_size=32000, max_position_embeddings=64, projection_size=768)}, 224, sharpness=1.0),
    "blip-base": Shape("blip_itm", "BlipForImageTextRetrieval", {
        "image_text_hidden_size": 256, "projection_dim": 512, "vision_config": _vit(768, 12, 12, 16, 384),
        "text_config": _text(768, 12, 12, vocab_size=30524, max_position_embeddings=512, encoder_hidden_size=768)}, 384),
    "whisper-small": Shape("whisper", "WhisperForConditionalGeneration", {
        "d_model": 768, "encoder_layers": 12, "decoder_layers": 12, "encoder_attention_heads": 12, "decoder_attention_heads": 12,
        "encoder_ffn_dim": 3072, "decoder_ffn_dim": 3072, "num_mel_bins": 80, "vocab_size": 51865, "max_source_positions": 1500,
        "max_target_positions": 448}, sounds=True),
    "llava-7b-2-layers": Shape("llava", "LlavaForConditionalGeneration", {
        "vision_config": _vit(1024, 24, 16, 14, 336),
        "text_config": {"hidden_size": 4096, "num_hidden_layers": 2, "num_attention_heads": 32, "num_key_value_heads": 32,
                        "head_dim": 128, "intermediate_size": 11008, "vocab_size": 32064, "max_position_embeddings": 4096}},
        336, torch.bfloat16),
}


def _merged(config, changes):
    result = dict(config)
    for key, value in changes.items():
        result[key] = _merged(result.get(key, {}), value) if isinstance(value, dict) else value
    return result


def _resized(processor, shape):
    """The tiny processor with the published size, whatever way it states sizes."""
    if shape.sounds:
        return processor | {"feature_size": 80, "chunk_length": 30, "n_samples": 480000, "nb_max_frames": 3000, "n_fft": 400,
                            "hop_length": 160}
    for key in ("size", "crop_size"):
        if isinstance(processor.get(key), dict):
            processor[key] = {name: shape.image for name in processor[key]}
    return processor


def _sharpen(model, factor):
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 2 and any(part in name for part in ("q_proj", "k_proj", ".query.", ".key.", "qkv")):
                weight.mul_(factor)


def make_folder(name, root):
    """The folder of SHAPES[name] below `root`; made once."""
    shape, folder = SHAPES[name], Path(root) / name
    if (folder / "complete").exists():
        return folder
    source = PARITY / shape.source / "model"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settings = _merged(json.loads((source / "config.json").read_text()), shape.config)
    model_type = settings.pop("model_type")
    config = transformers.AutoConfig.for_model(model_type, **settings)
    torch.manual_seed(0)
    model = getattr(transformers, shape.model_class)(config)
    _sharpen(model, shape.sharpness)
    model.to(shape.dtype).save_pretrained(folder)
    for file in source.iterdir():
        if file.name not in ("config.json", "model.safetensors", "preprocessor_config.json"):
            shutil.copy(file, folder)
    processor = json.loads((source / "preprocessor_config.json").read_text())
    (folder / "preprocessor_config.json").write_text(json.dumps(_resized(processor, shape)))
    (folder / "complete").touch()
    return folder
