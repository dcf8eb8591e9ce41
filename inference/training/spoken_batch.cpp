// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/spoken_batch.h"

#include <algorithm>
#include <cmath>

#include "inference/backend/torch_modules.h"
#include "inference/training/vocabulary.h"

namespace triptych::training {

namespace {

std::int64_t firstPiece(const EncodedCaption& encoded, const CharRange& chars) {
    for (std::size_t i = 0; i < encoded.chars.size(); ++i)
        if (overlap(encoded.chars[i], chars))
            return encoded.ids[i];
    return unknownId;
}

struct Tokens {
    std::int64_t count = 0;
    double ms = 0;
};

std::vector<UnitMention> spokenMentions(const DrawnCaption& drawn, int row, const world::SpokenMel& spoken,
                                        Tokens tokens) {
    std::vector<UnitMention> found;
    for (std::size_t i = 0; i < drawn.caption.mentions.size(); ++i) {
        const world::Mention& mention = drawn.caption.mentions[i];
        UnitMention units{row,
                          static_cast<int>(i),
                          {},
                          mention.objects,
                          mention.role,
                          mention.phrase,
                          std::ranges::find(drawn.wrongMentions, static_cast<int>(i)) != drawn.wrongMentions.end()};
        for (const world::WordTime& word : spoken.words)
            if (overlap(word.chars, mention.chars))
                std::ranges::copy(audioTokens(word.fromMs, word.toMs, tokens.ms, tokens.count),
                                  std::back_inserter(units.units));
        const auto repeated = std::ranges::unique(units.units);
        units.units.erase(repeated.begin(), repeated.end());
        if (!units.units.empty())
            found.push_back(std::move(units));
    }
    return found;
}

} // namespace

std::vector<std::int64_t> audioTokens(double fromMs, double toMs, double msPerToken, std::int64_t tokenCount) {
    std::vector<std::int64_t> tokens;
    const auto first = static_cast<std::int64_t>(std::ceil(fromMs / msPerToken - 0.5));
    for (std::int64_t token = std::max<std::int64_t>(first, 0);
         token < tokenCount && (static_cast<double>(token) + 0.5) * msPerToken < toMs; ++token)
        tokens.push_back(token);
    const auto middle = static_cast<std::int64_t>((fromMs + toMs) / 2 / msPerToken);
    if (tokens.empty() && middle >= 0 && middle < tokenCount)
        tokens.push_back(middle);
    return tokens;
}

SpokenBatch encodeSpeech(const std::vector<DrawnCaption>& captions, const std::vector<world::SpokenMel>& spoken,
                         const CaptionEncoder& encoder, const models::tri::TriConfig& config) {
    const std::int64_t stride = config.audioStride();
    std::vector<std::int64_t> counts;
    std::int64_t most = 1;
    for (const world::SpokenMel& each : spoken) {
        counts.push_back(
            std::clamp<std::int64_t>((each.mel.extent(0) + stride - 1) / stride, 1, config.maxAudioTokens));
        most = std::max(most, counts.back());
    }
    const auto count = static_cast<std::int64_t>(captions.size());
    SpokenBatch batch;
    batch.mel = at::zeros({count, most * stride, config.melBins});
    batch.valid = at::zeros({count, most}, at::kBool);
    batch.words = at::full({count, most}, -1, at::kLong);
    auto words = batch.words.accessor<std::int64_t, 2>();
    for (std::int64_t row = 0; row < count; ++row) {
        const world::SpokenMel& each = spoken[static_cast<std::size_t>(row)];
        const DrawnCaption& drawn = captions[static_cast<std::size_t>(row)];
        const Tokens tokens{counts[static_cast<std::size_t>(row)], config.msPerAudioToken()};
        const std::int64_t frames = std::min(each.mel.extent(0), tokens.count * stride);
        auto* out = batch.mel[row].mutable_data_ptr<float>();
        const auto values = each.mel.values().first(static_cast<std::size_t>(frames * config.melBins));
        std::ranges::transform(
            values, out, [&](float value) { return static_cast<float>((value - config.melMean) / config.melScale); });
        batch.valid[row].narrow(0, 0, tokens.count).fill_(true);
        for (std::int64_t token = 0; token < tokens.count; ++token)
            words[row][token] = padId;
        const EncodedCaption encoded = encoder.encode(drawn.caption.text);
        for (const world::WordTime& word : each.words)
            for (const std::int64_t token : audioTokens(word.fromMs, word.toMs, tokens.ms, tokens.count))
                words[row][token] = firstPiece(encoded, word.chars);
        std::ranges::move(spokenMentions(drawn, static_cast<int>(row), each, tokens),
                          std::back_inserter(batch.mentions));
    }
    return batch;
}

} // namespace triptych::training
