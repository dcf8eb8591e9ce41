# SPDX-License-Identifier: GPL-3.0-or-later
"""Published defaults, other classes of a family, and the table of all families."""
import transformers

from variants.media import PADDED_PAIRS, PAIRS, QUESTION, QUESTION_ALPHA, SOUNDS, TWO_PAIRS
from variants.folders import DROP
from variants.passes import (
    blip_2_pass, blip_caption_pass, blip_itm_pass, bridgetower_pass, clap_pass, clip_pass, flava_pass,
    gemma3_pass, grounding_dino_pass, idefics_pass, llava_pass, lxmert_pass, owlvit_pass, qwen2_audio_pass,
    qwen_vl_pass, siglip_pass, vilt_pass, wav2vec2_pass, whisper_pass)
from variants.kinds import Family, V, both, image_size, text, vision
from variants.dual_encoders import BLIP_CAPTION, BLIP_ITM, CAPTION, CHINESE_CLIP, CLIP, DUAL, SIGLIP, SIGLIP2
from variants.decoders import LLAVA, WHISPER
from variants.fusion import (
    BLIP_2, BRIDGETOWER, CLAP, FLAVA, HEARD, LABELS, LXMERT, OWLV2, OWLV2_CONFIG, OWLV2_IMAGES, OWLVIT, QUERIES,
    THREE, VILT, WAV2VEC2)
from variants.generators import (
    BACKBONE, DINO, GEMMA3, HEARD_QUESTION, IDEFICS, QWEN25_VISION, QWEN25_VL, QWEN2_AUDIO, QWEN2_VL)


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
