# SPDX-License-Identifier: GPL-3.0-or-later
"""Variants of sound, detection and fusion models."""
from variants.media import LONG_TEXT, ODD_SOUNDS, ONE_PAIR, PAIRS, QUESTION_ALPHA, ROWS, SMALL_PAIR
from variants.folders import DROP, edit_json, one_processor_file, rename_weights, tied_heads
from variants.kinds import (
    BERT_FILES, BPE_FILES, PIXELS, PREFIX_SPACE, SAVED, STORED, V, both, image_size, text, vision)
from variants.dual_encoders import OLD_NORMS

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
