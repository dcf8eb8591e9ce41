# SPDX-License-Identifier: GPL-3.0-or-later
"""Variants of Whisper and LLaVA, and of decoders in general."""
from variants.media import ODD_SOUNDS, QUESTION_ALPHA, ROWS
from variants.folders import DROP, edit_json, rename_weights, tied_heads, without
from variants.kinds import PIXELS, SAVED, STORED, V, both, image_size, text, vision
from variants.dual_encoders import DE, EN, NO_TIMES, TRANSCRIBE, TRANSLATE, ZH

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
