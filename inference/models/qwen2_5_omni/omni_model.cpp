// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_5_omni/omni_model.h"

#include <ATen/ATen.h>

#include "inference/models/generation/generation_config.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/program_builder.h"
#include "inference/models/qwen2_vl/packed_images.h"

namespace triptych::models::qwen2_5_omni {

namespace {

constexpr std::int64_t endOfText = 151645;

Result<ItemStyle> styleOf(const text::Tokenizer& tokenizer, int id, const char* begin, const char* end) {
    const std::string placeholder = tokenizer.tokenOf(id);
    if (placeholder.empty())
        return fail(ErrorCode::ModelMismatch,
                    "The tokenizer lacks a token that config.json names; complete the download of the tokenizer's "
                    "files.",
                    std::to_string(id));
    return ItemStyle{id, placeholder, begin + placeholder + end};
}

} // namespace

Result<ModelPtr> OmniModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView config =
        source.config.has("thinker_config") ? source.config.section("thinker_config") : source.config;
    const auto vision = qwen2_vl::VisionConfig::read(config.section("vision_config"), true);
    LlamaConfig text = LlamaConfig::read(config.section("text_config"), "qwen2_5_omni_text");
    text.tiedHead = config.flag("tie_word_embeddings", false);
    auto decodeOptions = readGenerationConfig(source, config.section("text_config"), endOfText);
    if (!decodeOptions)
        return Failure(decodeOptions.error());
    const AudioConfig audio = AudioConfig::read(config.section("audio_config"));
    auto features = WhisperFeatures::readOfAnyLength(source.preprocessor, audio.encoder.mels);
    if (!features)
        return Failure(features.error());
    auto image = styleOf(**tokenizer, config.integer("image_token_index", 151655), "<|vision_bos|>", "<|vision_eos|>");
    if (!image)
        return Failure(image.error());
    auto sound = styleOf(**tokenizer, config.integer("audio_token_index", 151646), "<|audio_bos|>", "<|audio_eos|>");
    if (!sound)
        return Failure(sound.error());
    Parts parts{audio,
                *std::move(features),
                qwen2_vl::PatchOptions::read(source.preprocessor),
                *std::move(image),
                *std::move(sound),
                (*tokenizer)->facts().pad.value_or(decodeOptions->padId)};
    config.require(parts.patches.patch == vision.patch && parts.patches.merge == vision.merge &&
                       parts.patches.frames == vision.frames,
                   "preprocessor_config.json cuts other patches than the vision tower reads.");
    config.require(vision.outWidth == text.width && audio.outWidth == text.width,
                   "The towers do not end in the width of the language model.");
    std::shared_ptr<OmniModel> model(new OmniModel(source, *std::move(decodeOptions), std::move(parts)));
    for (const char* speaker : {"talker", "token2wav"})
        (source.weights / speaker).ignoreAll();
    model->loadWeights(source.weights.firstOf({"thinker", ""}), vision, text);
    return model;
}

OmniModel::OmniModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts)
    : GenerativeModel(source, std::move(decodeOptions))
    , m_parts(std::move(parts)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text, Modality::Audio};
}

void OmniModel::loadWeights(const WeightScope& root, const qwen2_vl::VisionConfig& vision, const LlamaConfig& text) {
    m_audio = AudioTower::load(root.firstOf({"audio_tower", "model.audio_tower"}), m_parts.audio);
    m_vision = qwen2_vl::VisionTower::load(root.firstOf({"visual", "model.visual"}), vision);
    m_decoder = LlamaDecoder::load(root.firstOf({"model.language_model", "model"}), root / "lm_head", text);
    mutableDescriptor().towers = {{"encoder", {m_parts.audio.encoder.layers, m_parts.audio.encoder.heads}},
                                  {"vision", {vision.layers, vision.heads}},
                                  {"decoder", {text.layers, text.heads}}};
}

Result<void> OmniModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                     const Monitor& monitor) const {
    const auto images = qwen2_vl::packImages(sample, inputs, m_parts.patches, prepared, monitor);
    if (!images)
        return Failure(images.error());
    const auto sounds = prepareSounds(sample, inputs, m_parts.features, prepared, monitor);
    if (!sounds)
        return Failure(sounds.error());
    const auto added = addOmniPrompts(textsOf(sample), {{m_parts.image, *images}, {m_parts.sound, *sounds}},
                                      tokenizer(), m_parts.padToken, prepared);
    return added || inputs.contains("input.input_ids") ? Result<void>{} : added;
}

Result<at::Tensor> OmniModel::soundTokens(const PreparedSample& sample, backend::Trace& trace) const {
    const at::Tensor features = inputOf(sample, "input.audio_features");
    if (!features.defined())
        return at::Tensor();
    const at::Tensor mask = inputOf(sample, "input.feature_attention_mask");
    if (features.dim() != 3 || features.size(1) != m_parts.audio.encoder.mels || !mask.defined() || mask.dim() != 2 ||
        mask.size(0) != features.size(0) || mask.size(1) != features.size(2))
        return fail(ErrorCode::InvalidInput,
                    "The model hears float features [sounds, " + std::to_string(m_parts.audio.encoder.mels) +
                        ", frames] with a mask [sounds, frames].",
                    "input.audio_features");
    std::vector<at::Tensor> sounds;
    for (std::int64_t i = 0; i < features.size(0); ++i) {
        sounds.push_back(features[i].index_select(1, mask[i].nonzero().squeeze(1)));
        if (const auto heard = checkHeard(sounds.back().size(1)); !heard)
            return Failure(heard.error());
    }
    return m_audio(sounds, trace);
}

Result<void> OmniModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    auto begun = promptOf(sample);
    if (!begun)
        return Failure(begun.error());
    CausalPrompt& prompt = *begun;
    std::vector<qwen2_vl::ImageGrid> grids;
    at::Tensor patches;
    if (const at::Tensor pixels = inputOf(sample, "input.pixel_values"); pixels.defined()) {
        auto read = qwen2_vl::readGrids(inputOf(sample, "input.image_grid_thw"), m_parts.patches.merge, pixels.size(0));
        if (!read)
            return Failure(read.error());
        grids = *std::move(read);
        patches = m_vision(pixels, grids, trace);
    }
    const auto heard = monitor.check().and_then([&] { return soundTokens(sample, trace); });
    if (!heard)
        return Failure(heard.error());
    const auto embeddings =
        putFeatures(m_decoder.embedTokens(prompt.ids), prompt.ids, m_parts.image.placeholderId, patches)
            .and_then([&](const at::Tensor& seen) {
                return putFeatures(seen, prompt.ids, m_parts.sound.placeholderId, *heard);
            });
    if (!embeddings)
        return Failure(embeddings.error());
    prompt.embeddings = *embeddings;
    const auto positions = qwen2_vl::multimodalPositions(prompt.ids, prompt.mask, grids, m_parts.image.placeholderId,
                                                         m_parts.patches.merge);
    if (!positions)
        return Failure(positions.error());
    prompt.positions = *positions;
    return generate(m_decoder, prompt, sample, trace, monitor);
}

Result<AttentionProgram> OmniModel::program(const Target& target, const PreparedSample& sample,
                                            const backend::Trace& trace) const {
    auto program = decoderProgram(target, sample, trace, m_parts.image.placeholderId);
    if (!program)
        return program;
    // Chunks and pairs of the encoder's positions do not go on into the decoder's maps.
    const TokenRun heard = firstRun((*trace.find("output.ids"))[0], m_parts.sound.placeholderId);
    if (heard.count > 0)
        showSegment(*program, sample, "decoder", {Modality::Audio, heard.begin, heard.count}, 0);
    return program;
}

} // namespace triptych::models::qwen2_5_omni
