// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/tri/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "inference/backend/array_tensor.h"
#include "inference/backend/torch_modules.h"

namespace triptych::models::tri {

namespace {

numerics::MelOptions melOptions(const TriConfig& config) {
    numerics::MelOptions options;
    options.sampleRateHz = config.sampleRateHz;
    options.hop = static_cast<int>(std::lround(config.melHopMs * config.sampleRateHz / 1000));
    options.bins = config.melBins;
    options.maxHz = config.sampleRateHz / 2.0;
    return options;
}

// Pieces of scripts that put no spaces between words, without the mark of continuation.
text::Lexicon lexiconOf(const text::Tokenizer& tokenizer) {
    std::vector<std::string> words;
    for (std::int64_t id = 0; id < tokenizer.vocabularySize(); ++id) {
        std::string piece = tokenizer.tokenOf(id);
        if (piece.starts_with("##"))
            piece.erase(0, 2);
        if (!piece.empty() && static_cast<unsigned char>(piece.front()) >= 0x80)
            words.push_back(std::move(piece));
    }
    return text::Lexicon(words);
}

bool hasRank(const at::Tensor& tensor, std::int64_t rank) {
    return tensor.dim() == rank && tensor.size(0) > 0;
}

Result<void> checkImages(const at::Tensor& pixels, const TriConfig& config) {
    if (hasRank(pixels, 4) && pixels.size(1) == 3 && pixels.size(2) == config.imageEdge &&
        pixels.size(3) == config.imageEdge && pixels.is_floating_point())
        return {};
    return fail(ErrorCode::InvalidInput, "The tensor must be float [images, 3, edge, edge].", "input.pixel_values");
}

Result<void> checkTexts(const at::Tensor& ids, const TriConfig& config) {
    if (!hasRank(ids, 2) || ids.scalar_type() != at::kLong || ids.size(1) < 1 || ids.size(1) > config.maxTextTokens)
        return fail(ErrorCode::InvalidInput, "The tensor must be int64 [texts, tokens] within the model's text length.",
                    "input.input_ids");
    if (ids.lt(0).any().item<bool>() || ids.ge(config.vocabulary).any().item<bool>())
        return fail(ErrorCode::InvalidInput, "The tensor holds ids beyond the vocabulary.", "input.input_ids");
    return {};
}

Result<void> checkAudios(const at::Tensor& features, const TriConfig& config) {
    const std::int64_t stride = config.audioStride();
    if (hasRank(features, 3) && features.is_floating_point() && features.size(2) == config.melBins &&
        features.size(1) > 0 && features.size(1) % stride == 0 && features.size(1) / stride <= config.maxAudioTokens)
        return {};
    return fail(ErrorCode::InvalidInput,
                "The tensor must be float [sounds, frames, bins], frames a multiple of the stride.",
                "input.audio_features");
}

} // namespace

Preprocess::Preprocess(const TriConfig& config, text::TokenizerPtr tokenizer)
    : m_config(config)
    , m_tokenizer(std::move(tokenizer))
    , m_lexicon(lexiconOf(*m_tokenizer))
    , m_spectrum(melOptions(config)) {
}

Result<PreparedSample> Preprocess::operator()(const Sample& sample, const ArrayMap& inputs,
                                              const Monitor& monitor) const {
    PreparedSample prepared;
    const auto given = [&](const char* name) { return inputs.contains(name); };
    const auto added = [&]() -> Result<void> {
        return given("input.pixel_values") ? Result<void>{} : addImages(sample.of(Modality::Image), prepared, monitor);
    }()
                                    .and_then([&]() -> Result<void> {
                                        return given("input.input_ids") ? Result<void>{}
                                                                        : addTexts(sample.of(Modality::Text), prepared);
                                    })
                                    .and_then([&]() -> Result<void> {
                                        return given("input.audio_features")
                                                   ? Result<void>{}
                                                   : addAudios(sample.of(Modality::Audio), prepared, monitor);
                                    })
                                    .and_then([&] { return replaceInputs(inputs, prepared); });
    if (!added)
        return tl::unexpected(added.error());
    const auto count = [&](const char* name) {
        const auto found = prepared.tensors.find(name);
        return found == prepared.tensors.end() ? 0 : static_cast<int>(found->second.size(0));
    };
    prepared.images = count("input.pixel_values");
    prepared.texts = count("input.input_ids");
    prepared.audios = count("input.audio_features");
    const std::array counts{prepared.images, prepared.texts, prepared.audios};
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] == 0)
            prepared.missing.push_back(allModalities[i]);
    if (prepared.missing.size() == counts.size())
        return fail(ErrorCode::InvalidInput,
                    "The sample holds nothing that this model reads; add an image, a text or a sound.", sample.id);
    return prepared;
}

Result<void> Preprocess::addTexts(const std::vector<SampleItem>& items, PreparedSample& prepared) const {
    if (items.empty())
        return {};
    std::vector<text::Encoding> encodings;
    std::size_t longest = 0;
    for (const SampleItem& item : items) {
        encodings.push_back(m_tokenizer->encode(item.text, static_cast<std::size_t>(m_config.maxTextTokens)));
        if (encodings.back().ids.empty())
            return fail(ErrorCode::InvalidInput, "The text is empty; write some words or leave the text out.", "text");
        if (encodings.back().truncated)
            prepared.notices.push_back("The text was cut to " + std::to_string(m_config.maxTextTokens) + " tokens.");
        longest = std::max(longest, encodings.back().ids.size());
    }
    at::Tensor ids =
        at::zeros({static_cast<std::int64_t>(items.size()), static_cast<std::int64_t>(longest)}, at::kLong);
    at::Tensor mask = at::zeros_like(ids, at::kByte);
    for (std::size_t i = 0; i < encodings.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i);
        const auto length = static_cast<std::int64_t>(encodings[i].ids.size());
        ids[row].narrow(0, 0, length).copy_(at::tensor(encodings[i].ids));
        mask[row].narrow(0, 0, length).fill_(1);
    }
    prepared.tensors["input.input_ids"] = ids;
    prepared.tensors["input.attention_mask"] = mask;
    prepared.shown.text = items.front().text;
    prepared.shown.tokens = encodings.front().tokens;
    prepared.shown.words = text::mergeIntoWords(prepared.shown.text, prepared.shown.tokens, m_lexicon);
    return {};
}

Result<void> Preprocess::replaceInputs(const ArrayMap& inputs, PreparedSample& prepared) const {
    for (const char* name :
         {"input.pixel_values", "input.input_ids", "input.attention_mask", "input.audio_features", "input.audio_mask"})
        if (const auto found = inputs.find(name); found != inputs.end())
            prepared.tensors[name] = backend::toTensor(found->second);
    auto& tensors = prepared.tensors;
    if (tensors.contains("input.pixel_values"))
        if (const auto fits = checkImages(tensors["input.pixel_values"], m_config); !fits)
            return fits;
    if (tensors.contains("input.input_ids")) {
        const at::Tensor& ids = tensors["input.input_ids"];
        if (const auto fits = checkTexts(ids, m_config); !fits)
            return fits;
        at::Tensor& mask = tensors["input.attention_mask"];
        mask = (mask.defined() && mask.sizes() == ids.sizes() ? mask.ne(0) : ids.ne(0)).to(at::kByte);
    }
    if (tensors.contains("input.audio_features")) {
        const at::Tensor& features = tensors["input.audio_features"];
        if (const auto fits = checkAudios(features, m_config); !fits)
            return fits;
        at::Tensor& mask = tensors["input.audio_mask"];
        const std::array<std::int64_t, 2> shape{features.size(0), features.size(1) / m_config.audioStride()};
        mask = mask.defined() && mask.sizes() == at::IntArrayRef(shape) ? mask.ne(0).to(at::kByte)
                                                                        : at::ones(shape, at::kByte);
    }
    return {};
}

} // namespace triptych::models::tri
