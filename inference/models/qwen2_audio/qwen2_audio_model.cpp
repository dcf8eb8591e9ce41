// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_audio/qwen2_audio_model.h"

#include <ATen/ATen.h>

#include "inference/models/generation/generation_config.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models::qwen2_audio {

namespace {

constexpr std::int64_t endOfText = 151645;

// Every sound is announced by its number. A text that names the placeholder itself is a whole prompt already.
std::vector<std::string> numberSounds(const std::vector<std::string>& texts, int sounds, const PromptStyle& style) {
    std::vector<std::string> prompts;
    for (const std::string& text : texts) {
        if (text.find(style.placeholder) != std::string::npos) {
            prompts.push_back(text);
            continue;
        }
        std::string prompt = style.before;
        const int own = texts.size() == 1 ? sounds : std::min(sounds, 1);
        for (int i = 1; i <= own; ++i)
            prompt += "Audio " + std::to_string(i) + ": " + style.item + "\n";
        prompts.push_back(prompt + text + style.after);
    }
    return prompts;
}

} // namespace

Result<ModelPtr> Qwen2AudioModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView& config = source.config;
    const auto encoder = WhisperEncoderConfig::read(config.section("audio_config"), qwenEncoderDefaults());
    LlamaConfig text = LlamaConfig::read(config.section("text_config"), "qwen2");
    text.tiedHead = text.tiedHead || config.flag("tie_word_embeddings", false);
    auto decodeOptions = readGenerationConfig(source, config.section("text_config"), endOfText);
    if (!decodeOptions)
        return Failure(decodeOptions.error());
    auto features = WhisperFeatures::read(source.preprocessor, encoder.mels, encoder.frames);
    if (!features)
        return Failure(features.error());
    const std::int64_t audioToken = config.integer("audio_token_index", config.integer("audio_token_id", 151646));
    const std::string placeholder = (*tokenizer)->tokenOf(audioToken);
    if (placeholder.empty())
        return fail(ErrorCode::ModelMismatch,
                    "The tokenizer has no token for sounds; complete the download of the tokenizer's files.",
                    "audio_token_index " + std::to_string(audioToken));
    Parts parts{encoder,
                *std::move(features),
                {"<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n",
                 "<|audio_bos|>" + placeholder + "<|audio_eos|>", "<|im_end|>\n<|im_start|>assistant\n", placeholder},
                audioToken,
                (*tokenizer)->facts().pad.value_or(decodeOptions->padId)};
    std::shared_ptr<Qwen2AudioModel> model(new Qwen2AudioModel(source, *std::move(decodeOptions), std::move(parts)));
    model->loadWeights(source.weights, text);
    return model;
}

Qwen2AudioModel::Qwen2AudioModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts)
    : GenerativeModel(source, std::move(decodeOptions))
    , m_parts(std::move(parts)) {
    mutableDescriptor().modalities = {Modality::Audio, Modality::Text};
}

void Qwen2AudioModel::loadWeights(const WeightScope& root, const LlamaConfig& text) {
    m_encoder = WhisperEncoder::load(root.firstOf({"audio_tower", "model.audio_tower"}), m_parts.encoder);
    m_projector = Linear::load(root.firstOf({"multi_modal_projector", "model.multi_modal_projector"}) / "linear",
                               m_parts.encoder.width, text.width);
    m_decoder = LlamaDecoder::load(root.firstOf({"language_model.model", "model.language_model"}),
                                   root.firstOf({"language_model.lm_head", "lm_head"}), text);
    mutableDescriptor().towers = {{"encoder", {m_parts.encoder.layers, m_parts.encoder.heads}},
                                  {"decoder", {text.layers, text.heads}}};
}

Result<void> Qwen2AudioModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                           const Monitor& monitor) const {
    auto tokens = prepareSounds(sample, inputs, m_parts.features, prepared, monitor);
    if (!tokens)
        return Failure(tokens.error());
    const PromptOptions options{{m_parts.audioToken, *std::move(tokens)}, m_parts.padToken};
    const auto texts = numberSounds(textsOf(sample), prepared.audios, m_parts.style);
    const auto rows = pairPrompts(texts, prepared.audios, m_parts.style);
    if (!rows)
        return inputs.contains("input.input_ids") ? Result<void>{} : Failure(rows.error());
    return addPrompts(*rows, tokenizer(), options, prepared);
}

Result<at::Tensor> Qwen2AudioModel::soundTokens(const PreparedSample& sample, backend::Trace& trace) const {
    const at::Tensor features = inputOf(sample, "input.audio_features");
    if (!features.defined())
        return at::Tensor();
    if (features.dim() != 3 || features.size(1) != m_parts.encoder.mels ||
        features.size(2) != 2LL * m_parts.encoder.frames || !features.is_floating_point())
        return fail(ErrorCode::InvalidInput,
                    "The model hears float features [sounds, " + std::to_string(m_parts.encoder.mels) + ", " +
                        std::to_string(2 * m_parts.encoder.frames) + "].",
                    "input.audio_features");
    at::Tensor mask = inputOf(sample, "input.feature_attention_mask");
    if (!mask.defined())
        mask = at::ones({features.size(0), features.size(2)}, features.options().dtype(at::kLong));
    if (mask.dim() != 2 || mask.size(0) != features.size(0) || mask.size(1) != features.size(2))
        return fail(ErrorCode::InvalidInput, "The mask needs one number for each frame of the features.",
                    "input.feature_attention_mask");
    const at::Tensor frames = mask.ne(0).sum(1);
    const at::Tensor hidden = m_encoder(features, heardPositions(frames, m_parts.encoder.frames), trace);
    const at::Tensor pairs = at::avg_pool1d(hidden.transpose(1, 2), positionsPerSoundToken, positionsPerSoundToken);
    const at::Tensor tokens = m_projector(m_encoder.norm()(pairs.transpose(1, 2)));
    std::vector<at::Tensor> rows;
    for (std::int64_t i = 0; i < tokens.size(0); ++i) {
        const auto own = frames[i].item<std::int64_t>();
        if (const auto heard = checkHeard(own); !heard)
            return Failure(heard.error());
        rows.push_back(tokens[i].narrow(0, 0, models::soundTokens(own)));
    }
    return at::cat(rows);
}

Result<void> Qwen2AudioModel::compute(const PreparedSample& sample, backend::Trace& trace,
                                      const Monitor& monitor) const {
    auto begun = promptOf(sample);
    if (!begun)
        return Failure(begun.error());
    CausalPrompt& prompt = *begun;
    const auto features = soundTokens(sample, trace);
    if (!features)
        return Failure(features.error());
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const auto embeddings = putFeatures(m_decoder.embedTokens(prompt.ids), prompt.ids, m_parts.audioToken, *features);
    if (!embeddings)
        return Failure(embeddings.error());
    prompt.embeddings = *embeddings;
    prompt.positions = positionsFromMask(prompt.mask);
    return generate(m_decoder, prompt, sample, trace, monitor);
}

Result<AttentionProgram> Qwen2AudioModel::program(const Target& target, const PreparedSample& sample,
                                                  const backend::Trace& trace) const {
    // Positions of the encoder are averaged in pairs, so its maps do not go on into the decoder's.
    return decoderProgram(target, sample, trace, m_parts.audioToken, 0, Modality::Audio);
}

} // namespace triptych::models::qwen2_audio
