# SPDX-License-Identifier: GPL-3.0-or-later
"""Variants of the other generative models and of Grounding DINO."""
from variants.media import QUESTION_ALPHA, ROWS
from variants.folders import DROP, edit_json, rename_weights, tied_heads
from variants.kinds import BERT_FILES, PIXELS, SAVED, STORED, V, text, vision
from variants.decoders import DECODER, TIED

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
