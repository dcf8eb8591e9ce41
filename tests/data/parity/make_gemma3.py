#!/usr/bin/env python3
"""Makes the tiny Gemma 3 of this set with the original Python class: folder, cases, expected tensors.

    make_gemma3.py [FOLDER]      default: gemma3 beside this file

The weights are stored as bfloat16 and the reference computes with them in float32. Two of four layers look at a window of nine tokens;
heads are wider than the share of the width; the positions of the full layer are stretched. Of the maps the last of each tower are kept,
in the first case. Needs torch, transformers, tokenizers, safetensors, pillow.
"""
import copy
import json
import shutil
import sys
from pathlib import Path

import tokenizers
import torch
import transformers
from PIL import Image
from safetensors.torch import load_file, save_file

HERE = Path(__file__).resolve().parent
MARKS = ["<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>", "<image_soft_token>"]
WORDS = ["a small red ring left of two blue squares", "what is shown in the picture", "which of both is darker, and why?",
         "user model describe the scene", "\n", "\n\n", "user\n", "model\n"]
CASES = [({"images": ["a.png"], "texts": ["What is shown? Ä 红"]}, 6),
         ({"images": ["../0/a.png", "wide.png"], "texts": ["Which of both is darker?"]}, 4),
         ({"images": ["../0/a.png", "../1/wide.png"], "texts": ["a red ring", "describe the scene, and why it is so"]}, 3)]
SIDE, TOKENS = 32, 16


def make_tokenizer(folder):
    specials = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    words = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    words.normalizer = tokenizers.normalizers.Replace(" ", "▁")
    words.pre_tokenizer = tokenizers.pre_tokenizers.Split(" ", "merged_with_previous")
    words.decoder = tokenizers.decoders.Sequence([tokenizers.decoders.Replace("▁", " "), tokenizers.decoders.ByteFallback(),
                                                  tokenizers.decoders.Fuse()])
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=420, show_progress=False,
                                             special_tokens=specials + [f"<0x{byte:02X}>" for byte in range(256)])
    words.train_from_iterator(WORDS * 3, trainer)
    content = json.loads(words.to_str())
    content["added_tokens"] = content["added_tokens"][:len(specials)]  # bytes are ordinary entries
    words = tokenizers.Tokenizer.from_str(json.dumps(content))
    words.add_special_tokens(MARKS)
    words.post_processor = tokenizers.processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", words.token_to_id("<bos>"))])
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>",
                                                unk_token="<unk>", padding_side="left")
    fast.save_pretrained(folder)
    return fast


def make_model(folder):
    words = make_tokenizer(folder)
    id_of = words.convert_tokens_to_ids
    config = transformers.Gemma3Config(
        vision_config={"hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 3, "image_size": SIDE,
                       "patch_size": 4, "vision_use_head": False, "model_type": "siglip_vision_model"},
        text_config={"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2,
                     "head_dim": 12, "query_pre_attn_scalar": 10, "sliding_window": 9, "sliding_window_pattern": 3, "vocab_size": len(words),
                     "max_position_embeddings": 512, "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0,
                     "rope_scaling": {"factor": 8.0, "rope_type": "linear"}},
        mm_tokens_per_image=TOKENS, boi_token_index=id_of("<start_of_image>"), eoi_token_index=id_of("<end_of_image>"),
        image_token_index=id_of("<image_soft_token>"))
    torch.manual_seed(11)
    model = transformers.Gemma3ForConditionalGeneration(config).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(std=0.2) if weight.ndim > 1 else weight.add_(torch.randn_like(weight) * 0.2)
            weight.copy_(weight.bfloat16())
    model.generation_config.eos_token_id = [id_of("<eos>"), id_of("<end_of_turn>")]
    model.generation_config.pad_token_id = words.pad_token_id
    model.set_attn_implementation("eager")
    copy.deepcopy(model).bfloat16().save_pretrained(folder)
    as_published(folder)
    images = transformers.Gemma3ImageProcessorPil(size={"height": SIDE, "width": SIDE})
    (folder / "preprocessor_config.json").write_text(json.dumps(images.to_dict() | {"image_seq_length": TOKENS}, indent=1, default=str))
    return model, words, images


def as_published(folder):
    """The names that the published folders have, which today's class writes no more; it reads both."""
    weights = load_file(folder / "model.safetensors")
    save_file({name.replace("vision_tower.", "vision_tower.vision_model.", 1): weight for name, weight in weights.items()},
              folder / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((folder / "config.json").read_text())
    text = config["text_config"]
    for name in ("layer_types", "_sliding_window_pattern", "rope_parameters"):
        text.pop(name)
    text |= {"rope_theta": 1000000.0, "rope_local_base_freq": 10000.0, "rope_scaling": {"factor": 8.0, "rope_type": "linear"}}
    (folder / "config.json").write_text(json.dumps(config, indent=1))


def prompts_of(texts, images):
    item = "\n\n<start_of_image>" + "<image_soft_token>" * TOKENS + "<end_of_image>\n\n"
    each = images if len(texts) == 1 else 1
    return [f"<start_of_turn>user\n{item * each}{text}<end_of_turn>\n<start_of_turn>model\n" for text in texts]


def expected(parts, sample, folder, new_tokens):
    model, words, images = parts
    pixels = images([Image.open(folder / name).convert("RGB") for name in sample["images"]], return_tensors="pt")["pixel_values"]
    prompt = words(prompts_of(sample["texts"], len(sample["images"])), return_tensors="pt", padding=True)
    is_image = (prompt["input_ids"] == model.config.image_token_id).long()
    given = {"pixel_values": pixels, "input_ids": prompt["input_ids"], "attention_mask": prompt["attention_mask"]}
    with torch.no_grad():
        ids = model.generate(**given, token_type_ids=is_image, max_new_tokens=new_tokens, do_sample=False)
    produced = ids.shape[1] - prompt["input_ids"].shape[1]
    mask = torch.cat([prompt["attention_mask"], torch.ones(len(ids), produced, dtype=torch.long)], 1)
    result = model(pixel_values=pixels, input_ids=ids, attention_mask=mask, position_ids=(mask.cumsum(1) - 1).clamp(min=0),
                   token_type_ids=(ids == model.config.image_token_id).long(), output_attentions=True)
    logits = result.logits[:, -produced - 1:]
    tensors = {f"input.{name}": value for name, value in given.items()} | {"output.ids": ids, "logits.decoder": logits}
    maps = {f"decoder.layers.{layer}.attention": result.attentions[layer] for layer in (2, 3)}
    gradients = torch.autograd.grad(logits[0, 0, ids[0, -produced]], list(maps.values()))
    tensors |= maps | {f"grad.{name}": value for name, value in zip(maps, gradients)}
    vision = model.model.vision_tower(pixel_values=pixels, output_attentions=True)
    tensors["vision.layers.1.attention"] = vision.attentions[1]
    return {name: value.detach().contiguous() for name, value in tensors.items()}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "gemma3"
    shutil.rmtree(folder, ignore_errors=True)
    parts = make_model(folder / "model")
    media = HERE / "llava" / "cases"
    for number, (sample, new_tokens) in enumerate(CASES):
        case = folder / "cases" / str(number)
        case.mkdir(parents=True)
        if number == 0:
            shutil.copy(media / "0" / "a.png", case / "a.png")
        if number == 1:
            shutil.copy(media / "1" / "wide.png", case / "wide.png")
        (case / "input.json").write_text(json.dumps(sample | {"options": {"max_new_tokens": new_tokens}}, indent=1))
        tensors = expected(parts, sample, case, new_tokens)
        if number > 0:
            tensors = {name: value for name, value in tensors.items() if ".layers." not in name and "pixel" not in name}
        save_file(tensors, case / "expected.safetensors")


if __name__ == "__main__":
    main()
