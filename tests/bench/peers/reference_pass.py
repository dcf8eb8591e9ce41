# SPDX-License-Identifier: GPL-3.0-or-later
"""One forward pass of the original class on inputs that the command line prepared; what is compared, under the names of the trace."""
import torch
import transformers

from published_shapes import SHAPES


def load(name, folder, attention="eager", dtype=torch.float32):
    model_class = getattr(transformers, SHAPES[name].model_class)
    return model_class.from_pretrained(folder, attn_implementation=attention, dtype=dtype).eval()


def _last(maps, tower, kind="attention"):
    return {f"{tower}.layers.{len(maps) - 1}.{kind}": maps[-1]}


def _dual(model, inputs, maps):
    arguments = {"pixel_values": inputs["input.pixel_values"], "input_ids": inputs["input.input_ids"]}
    if "input.attention_mask" in inputs:
        arguments["attention_mask"] = inputs["input.attention_mask"]
    result = model(**arguments, output_attentions=maps)
    found = {"scores.image_text": result.logits_per_image}
    if maps:
        found |= _last(result.vision_model_output.attentions, "vision") | _last(result.text_model_output.attentions, "text")
    return found


def _blip(model, inputs, maps):
    arguments = {"input_ids": inputs["input.input_ids"], "pixel_values": inputs["input.pixel_values"],
                 "attention_mask": inputs["input.attention_mask"]}
    result = model(**arguments, output_attentions=maps)
    found = {"logits.itm": result.itm_score}
    return found | (_last(result.attentions, "vision") if maps else {})


def _whisper(model, inputs, maps):
    ids = inputs["output.ids"]
    result = model(input_features=inputs["input.audio_features"], decoder_input_ids=ids, output_attentions=maps)
    found = {"logits.decoder": result.logits}
    if maps:
        found |= _last(result.encoder_attentions, "encoder") | _last(result.cross_attentions, "decoder", "cross_attention")
    return found


def _llava(model, inputs, maps):
    result = model(input_ids=inputs["output.ids"], pixel_values=inputs["input.pixel_values"], output_attentions=maps)
    found = {"logits.decoder": result.logits}
    return found | (_last(result.attentions, "decoder") if maps else {})


PASSES = {"clip": _dual, "siglip": _dual, "blip_itm": _blip, "whisper": _whisper, "llava": _llava}


def forward(name, model, inputs, maps=True):
    return PASSES[SHAPES[name].source](model, inputs, maps)
