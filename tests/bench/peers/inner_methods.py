#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods that look inside of a model beside plain PyTorch written from their formulas, on transformers' models with the same weights:
attention flow (its flows found by networkx), AttnLRP (handed back module by module in float64), CLIP Surgery, likeness of patches, the words
of Grad-ECLIP, and the logit lens.

    inner_methods.py [--cli build/release/bin/triptych-cli] [--fixtures tests/data/parity]

Needs torch, transformers, networkx and safetensors (the environment of compare_transformers.py has them). Exits with 1 where the largest
error exceeds 1e-4 of the largest value.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import networkx
import torch
from safetensors.torch import load_file
from transformers import CLIPModel, LlavaForConditionalGeneration, WhisperForConditionalGeneration

ROOT = Path(__file__).resolve().parents[3]
TOLERANCE = 1e-4


class Clip:
    def __init__(self, fixture):
        self.folder, self.case = fixture / "model", fixture / "cases" / "0"
        self.model = CLIPModel.from_pretrained(self.folder, attn_implementation="eager").eval()
        self.expected = load_file(self.case / "expected.safetensors")
        self.pixels = self.expected["input.pixel_values"]
        self.ids = self.expected["input.input_ids"].long()
        self.mask = self.expected["input.attention_mask"].long()
        # The end token is read; the words stand between it and the begin.
        self.text_row = (self.ids[0] == self.model.config.text_config.eos_token_id).int().argmax().item()
        if self.model.config.text_config.eos_token_id == 2:
            self.text_row = self.ids[0].argmax().item()
        self.words = [1, self.text_row]

    def run(self):
        return self.model(pixel_values=self.pixels, input_ids=self.ids, attention_mask=self.mask, output_attentions=True,
                          output_hidden_states=True)

    def projected(self, tokens):
        """Patch tokens in the joint space, of unit length."""
        joint = self.model.visual_projection(self.model.vision_model.post_layernorm(tokens[1:]))
        return joint / joint.norm(dim=-1, keepdim=True)


def flow(attentions, row):
    """Abnar and Zuidema: the largest flow from the row of the last layer to every token of the first."""
    graph = networkx.DiGraph()
    layers = [0.5 * attention[0].mean(0) + 0.5 * torch.eye(attention.shape[-1]) for attention in attentions]
    count = layers[0].shape[-1]
    for depth, weights in enumerate(layers):
        for i in range(count):
            for j in range(count):
                if weights[i, j] > 0:
                    graph.add_edge((depth + 1, i), (depth, j), capacity=weights[i, j].item())
    values = torch.zeros(count)
    for token in range(count):
        if (0, token) in graph:
            values[token] = networkx.maximum_flow_value(graph, (len(layers), row), (0, token))
    return values


def attention_flow(clip):
    out = clip.run()
    image = flow(out.vision_model_output.attentions, 0)[1:]
    text = torch.zeros(clip.ids.shape[1])
    text[slice(*clip.words)] = flow(out.text_model_output.attentions, clip.text_row)[slice(*clip.words)]
    return {"image": image, "text": text}


def values_looking_at_values(attention, tokens):
    heads, width = attention.num_heads, tokens.shape[-1]
    value = attention.v_proj(tokens).view(-1, heads, width // heads).transpose(0, 1)
    weights = (value @ value.transpose(1, 2) * attention.scale).softmax(-1)
    return attention.out_proj((weights @ value).transpose(0, 1).reshape(-1, width))


def clip_surgery(clip, layers=6):
    out = clip.run()
    hidden = out.vision_model_output.hidden_states  # before each layer
    blocks = list(clip.model.vision_model.encoder.layers)
    first = max(0, len(blocks) - layers)
    tokens = hidden[first][0]
    for index in range(first, len(blocks)):
        tokens = tokens + values_looking_at_values(blocks[index].self_attn, blocks[index].layer_norm1(hidden[index][0]))
    patches, texts = clip.projected(tokens), out.text_embeds
    if len(texts) < 2:
        return {"image": patches @ texts[0]}
    weights = (2 * texts @ out.image_embeds[0]).softmax(0)
    features = patches[:, None] * texts[None] * (weights / weights.mean())[None, :, None]
    return {"image": (features - features.mean(1, keepdim=True)).sum(-1)[:, 0]}


def patch_text(clip):
    out = clip.run()
    return {"image": clip.projected(out.vision_model_output.hidden_states[-1][0]) @ out.text_embeds[0]}


def grad_eclip_words(clip, layers):
    """Row 0 of the last text layers: o = what enters out_proj, kept by a hook."""
    blocks = list(clip.model.text_model.encoder.layers)[-layers:]
    kept = {}

    def keep(name):
        def hook(module, inputs, output):
            kept[name] = inputs[0] if name[1] == "o" else output
            if name[1] == "o":
                inputs[0].retain_grad()
        return hook
    handles = []
    for index, block in enumerate(blocks):
        for part, module in {"q": block.self_attn.q_proj, "k": block.self_attn.k_proj, "v": block.self_attn.v_proj,
                             "o": block.self_attn.out_proj}.items():
            handles.append(module.register_forward_hook(keep((index, part))))
    clip.run().logits_per_image[0, 0].backward()
    for handle in handles:
        handle.remove()
    begin, end = clip.words
    total = torch.zeros(end - begin)
    for index, block in enumerate(blocks):
        out = block.self_attn.out_proj
        gradient = kept[index, "o"].grad[0, clip.text_row]
        alike = torch.cosine_similarity(out(kept[index, "q"][0, clip.text_row])[None], out(kept[index, "k"][0, begin:end]), dim=1)
        alike = (alike - alike.min()) / (alike.max() - alike.min())
        total += alike * (kept[index, "v"][0, begin:end] @ gradient)
    text = torch.zeros(clip.ids.shape[1])
    text[begin:end] = total.clamp(min=0)
    return {"text": text.detach()}


class Propagation:
    """AttnLRP in its explicit form (Achtibat et al., 2024): relevance R is handed back module by module, as R / output times what each input gave."""

    def __init__(self, full):
        self.full = full

    @staticmethod
    def ratio(relevance, output):
        return torch.where(output == 0, torch.zeros_like(output), relevance / output)

    def linear(self, tokens, layer, relevance):
        return tokens * (self.ratio(relevance, layer(tokens)) @ layer.weight)

    def norm(self, tokens, layer, relevance):
        scale = layer.weight / (tokens.var(-1, unbiased=False, keepdim=True) + layer.eps).sqrt()
        inner = self.ratio(relevance, layer(tokens)) * scale
        return tokens * (inner - inner.mean(-1, keepdim=True))

    def product(self, left, right, relevance):
        shared = self.ratio(relevance, 2 * (left @ right))
        return left * (shared @ right.transpose(-1, -2)), right * (left.transpose(-1, -2) @ shared)

    def attention(self, tokens, module, mask, relevance):
        heads = lambda values: values.view(len(tokens), module.num_heads, -1).transpose(0, 1)
        merged = lambda values: values.transpose(0, 1).reshape(len(tokens), -1)
        query, key, value = (heads(layer(tokens)) for layer in (module.q_proj, module.k_proj, module.v_proj))
        scores = query @ key.transpose(1, 2) * module.scale
        scores = scores if mask is None else scores.masked_fill(~mask, float("-inf"))
        weights = scores.softmax(-1)
        inner = heads(self.linear(merged(weights @ value), module.out_proj, relevance))
        if not self.full:
            return self.linear(tokens, module.v_proj, merged(value * (weights.transpose(1, 2) @ self.ratio(inner, weights @ value))))
        of_weights, of_value = self.product(weights, value, inner)
        of_scores = torch.where(scores.isinf(), torch.zeros_like(scores), scores) * (of_weights - weights * of_weights.sum(-1, keepdim=True))
        of_scores = torch.where(scores.isinf(), torch.zeros_like(scores), of_scores)
        plain = query @ key.transpose(1, 2) * module.scale
        shared = self.ratio(of_scores, 2 * plain) * module.scale
        of_query, of_key = query * (shared @ key), key * (shared.transpose(1, 2) @ query)
        return sum(self.linear(tokens, layer, merged(part)) for layer, part in
                   ((module.q_proj, of_query), (module.k_proj, of_key), (module.v_proj, of_value)))

    def block(self, tokens, block, mask, relevance):
        normed = block.layer_norm1(tokens)
        read = block.self_attn(normed[None], attention_mask=None if mask is None else torch.where(mask, 0.0, float("-inf")).to(tokens)[None, None])[0][0]
        middle = tokens + read
        inner = block.layer_norm2(middle)
        up = block.mlp.fc1(inner)
        added = block.mlp.fc2(block.mlp.activation_fn(up))
        of_added = self.ratio(relevance, middle + added) * added
        of_middle = self.ratio(relevance, middle + added) * middle
        of_up = self.linear(block.mlp.activation_fn(up), block.mlp.fc2, of_added)
        of_middle = of_middle + self.norm(middle, block.layer_norm2, self.linear(inner, block.mlp.fc1, of_up))
        of_read = self.ratio(of_middle, middle) * read
        of_tokens = self.ratio(of_middle, middle) * tokens
        return of_tokens + self.norm(tokens, block.layer_norm1, self.attention(normed, block.self_attn, mask, of_read))


def attn_lrp(clip, full=True):
    model = clip.model.double()
    rule = Propagation(full)
    pixels = clip.pixels[:1].double()
    out = model(pixel_values=pixels, input_ids=clip.ids[:1], attention_mask=clip.mask[:1], output_hidden_states=True)
    score = out.logits_per_image[0, 0]
    share = score * out.image_embeds[0] * out.text_embeds[0] / (out.image_embeds[0] @ out.text_embeds[0]) / 2

    def back(tower, hidden, row, final, projection, blocks, mask):
        relevance = torch.zeros_like(hidden[-1])
        pooled = final(hidden[-1])
        relevance[row] = rule.norm(hidden[-1][row], final, rule.linear(pooled[row], projection, share))
        for block, tokens in zip(reversed(blocks), reversed(hidden[:-1])):
            relevance = rule.block(tokens, block, mask, relevance)
        return relevance
    vision, text = model.vision_model, model.text_model
    image = back(vision, [state[0] for state in out.vision_model_output.hidden_states], 0, vision.post_layernorm, model.visual_projection,
                 vision.encoder.layers, None)
    embedded = vision.embeddings(pixels)[0]
    image = rule.norm(embedded, vision.pre_layrnorm, image)
    patches = vision.embeddings.patch_embedding
    ratio = rule.ratio(image, embedded)[1:]
    side = pixels.shape[-1] // patches.stride[0]
    ratio = ratio.T.reshape(1, -1, side, side)
    pixel = pixels * torch.nn.functional.conv_transpose2d(ratio, patches.weight, stride=patches.stride)
    image = torch.nn.functional.avg_pool2d(pixel.sum(1, keepdim=True), patches.stride) * patches.stride[0] ** 2
    count = clip.ids.shape[1]
    mask = torch.ones(count, count, dtype=torch.bool).tril() & (clip.mask[0] > 0)[None]
    words = back(text, [state[0] for state in out.text_model_output.hidden_states], clip.text_row, text.final_layer_norm, model.text_projection,
                 text.encoder.layers, mask).sum(-1)
    kept = torch.zeros(count, dtype=words.dtype)
    kept[slice(*clip.words)] = words[slice(*clip.words)]
    clip.model.float()
    return {"image": image[0, 0].detach().flatten().float(), "text": kept.detach().float()}


def ours(cli, clip, method, settings):
    with tempfile.TemporaryDirectory() as out:
        chosen = [part for setting in settings for part in ("--set", setting)]
        subprocess.run([cli, "explain", "--model", clip.folder, "--sample", clip.case / "input.json", "--inputs",
                        clip.case / "expected.safetensors", "--target", "pair:0,0", "--method", method, *chosen, "--out", out, "--quiet"],
                       check=True, stdout=subprocess.DEVNULL)
        return load_file(Path(out) / "relevance.safetensors")


def lens_of_llava(fixture):
    model = LlavaForConditionalGeneration.from_pretrained(fixture / "model", dtype=torch.float32).eval()
    expected = load_file(fixture / "cases" / "0" / "expected.safetensors")
    ids = expected["output.ids"][:1].long()
    with torch.no_grad():
        out = model(input_ids=ids, pixel_values=expected["input.pixel_values"], output_hidden_states=True)
    states = out.hidden_states[1:]
    norm, head = model.model.language_model.norm, model.lm_head
    # transformers gives the last state after the norm.
    logits = [head(norm(state)) if i + 1 < len(states) else head(state) for i, state in enumerate(states)]
    return logits, ids, expected["input.input_ids"].shape[1]


def lens_of_whisper(fixture):
    model = WhisperForConditionalGeneration.from_pretrained(fixture / "model", dtype=torch.float32).eval()
    expected = load_file(fixture / "cases" / "0" / "expected.safetensors")
    ids = expected["output.ids"][:1].long()
    with torch.no_grad():
        out = model(input_features=expected["input.audio_features"], decoder_input_ids=ids, output_hidden_states=True)
    states = out.decoder_hidden_states[1:]
    norm, head = model.model.decoder.layer_norm, model.proj_out
    logits = [head(norm(state)) if i + 1 < len(states) else head(state) for i, state in enumerate(states)]
    return logits, ids, expected["input.input_ids"].shape[1]


def lens_error(cli, fixture, reference):
    logits, ids, prompt = reference(fixture)
    case = fixture / "cases" / "0"
    told = subprocess.run([cli, "study", "--model", fixture / "model", "--sample", case / "input.json", "--kind", "lens", "--json", "--quiet"],
                          check=True, capture_output=True, text=True)
    found = torch.tensor(json.loads(told.stdout)["grid"]["values"])
    places = range(prompt, ids.shape[1])
    expected = torch.stack([layer[0].softmax(-1)[[place - 1 for place in places], [ids[0, place] for place in places]] for layer in logits])
    return (found - expected).abs().max().item() / expected.abs().max().item()


def lens_map_error(cli, fixture):
    """`logit_lens` of the second token that LLaVA wrote, on the image tokens: the largest over the layers."""
    logits, ids, prompt = lens_of_llava(fixture)
    image_token = json.loads((fixture / "model" / "config.json").read_text())["image_token_index"]
    chances = torch.stack([layer[0].softmax(-1)[:, ids[0, prompt + 1]] for layer in logits]).amax(0)
    expected = chances[ids[0] == image_token]
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([cli, "explain", "--model", fixture / "model", "--sample", fixture / "cases" / "0" / "input.json", "--target", "token:1",
                        "--method", "logit_lens", "--out", out, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        found = load_file(Path(out) / "relevance.safetensors")["relevance.image"].flatten()
    return (found - expected).abs().max().item() / expected.abs().max().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", default=ROOT / "build" / "release" / "bin" / "triptych-cli")
    parser.add_argument("--fixtures", type=Path, default=ROOT / "tests" / "data" / "parity")
    options = parser.parse_args()
    clip = Clip(options.fixtures / "clip")
    cases = [("flow", [], lambda: attention_flow(clip)), ("clip_surgery", [], lambda: clip_surgery(clip)),
             ("clip_surgery", ["layers=1"], lambda: clip_surgery(clip, 1)), ("patch_text", [], lambda: patch_text(clip)), ("attnlrp", [], lambda: attn_lrp(clip)),
             ("attnlrp", ["attention=values"], lambda: attn_lrp(clip, False)),
             ("grad_eclip", [], lambda: grad_eclip_words(clip, 1)), ("grad_eclip", ["text_layers=2"], lambda: grad_eclip_words(clip, 2))]
    worst = 0.0
    print("| method | map | largest error by largest value |\n|---|---|---|")
    for method, settings, reference in cases:
        found = ours(options.cli, clip, method, settings)
        for part, expected in reference().items():
            own = found[f"relevance.{part}"].flatten()
            error = (own - expected.detach()[:len(own)]).abs().max().item() / expected.abs().max().item()
            worst = max(worst, error)
            print(f"| `{method} {' '.join(settings)}` | {part} | {error:.1e} |")
    for name, reference in {"llava": lens_of_llava, "whisper": lens_of_whisper}.items():
        error = lens_error(options.cli, options.fixtures / name, reference)
        worst = max(worst, error)
        print(f"| `study --kind lens`, {name} | probabilities | {error:.1e} |")
    error = lens_map_error(options.cli, options.fixtures / "llava")
    worst = max(worst, error)
    print(f"| `logit_lens`, llava | image | {error:.1e} |")
    sys.exit(0 if worst < TOLERANCE else 1)


if __name__ == "__main__":
    main()
