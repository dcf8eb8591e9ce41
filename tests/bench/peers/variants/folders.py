# SPDX-License-Identifier: GPL-3.0-or-later
"""A variant, and the model folder that it makes of a fixture."""
import copy
import json
import re
import shutil
from dataclasses import dataclass, field
from typing import Callable

import torch
import transformers
from safetensors.torch import load_file, save_file


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
