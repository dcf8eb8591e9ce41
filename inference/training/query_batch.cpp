// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/query_batch.h"

#include <algorithm>

#include "inference/backend/torch_modules.h"
#include "inference/training/vocabulary.h"
#include "inference/world/random.h"

namespace triptych::training {

namespace {

using Role = world::Mention::Role;

std::vector<UnitMention> unitMentions(const DrawnCaption& drawn, int row, const EncodedCaption& encoded) {
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
        for (std::size_t token = 0; token < encoded.chars.size(); ++token)
            if (overlap(encoded.chars[token], mention.chars))
                units.units.push_back(static_cast<std::int64_t>(token));
        if (!units.units.empty())
            found.push_back(std::move(units));
    }
    return found;
}

// Relations are masked most of the time where there is one: nothing else teaches them as much.
const UnitMention* chooseMasked(const std::vector<UnitMention>& mentions, world::Random& random) {
    std::vector<const UnitMention*> relations;
    std::vector<const UnitMention*> others;
    for (const UnitMention& mention : mentions)
        if (!mention.wrong)
            (mention.role == Role::Relation ? relations : others).push_back(&mention);
    if (!relations.empty() && (others.empty() || random.chance(70)))
        return random.pick(relations);
    return others.empty() ? nullptr : random.pick(others);
}

} // namespace

TextBatch encodeTexts(const std::vector<DrawnCaption>& captions, const CaptionEncoder& encoder, int maskPercent,
                      int maxTokens, std::uint64_t seed) {
    world::Random random(seed);
    std::vector<EncodedCaption> encoded;
    std::size_t longest = 1;
    for (const DrawnCaption& drawn : captions) {
        encoded.push_back(encoder.encode(drawn.caption.text));
        encoded.back().ids.resize(
            std::min<std::size_t>(encoded.back().ids.size(), static_cast<std::size_t>(maxTokens)));
        encoded.back().chars.resize(encoded.back().ids.size());
        longest = std::max(longest, encoded.back().ids.size());
    }
    const auto count = static_cast<std::int64_t>(captions.size());
    TextBatch batch;
    batch.ids = at::full({count, static_cast<std::int64_t>(longest)}, padId, at::kLong);
    batch.maskedIds = at::full_like(batch.ids, -1);
    auto ids = batch.ids.accessor<std::int64_t, 2>();
    auto masked = batch.maskedIds.accessor<std::int64_t, 2>();
    for (int row = 0; row < count; ++row) {
        const auto& caption = encoded[static_cast<std::size_t>(row)];
        for (std::size_t token = 0; token < caption.ids.size(); ++token)
            ids[row][static_cast<std::int64_t>(token)] = caption.ids[token];
        auto mentions = unitMentions(captions[static_cast<std::size_t>(row)], row, caption);
        const UnitMention* hidden = random.chance(maskPercent) ? chooseMasked(mentions, random) : nullptr;
        if (hidden != nullptr)
            for (const std::int64_t unit : hidden->units) {
                if (captions[static_cast<std::size_t>(row)].isTrue)
                    masked[row][unit] = ids[row][unit];
                ids[row][unit] = maskId;
            }
        std::ranges::move(mentions, std::back_inserter(batch.mentions));
    }
    batch.valid = batch.ids != padId;
    return batch;
}

TokenTruth tokenTruth(const std::vector<DrawnCaption>& captions, const std::vector<UnitMention>& mentions,
                      const at::Tensor& valid) {
    TokenTruth truth{at::ones(valid.sizes()), valid.clone()};
    auto fits = truth.fits.accessor<float, 2>();
    for (const UnitMention& mention : mentions)
        if (mention.wrong)
            for (const std::int64_t unit : mention.units)
                fits[mention.row][unit] = 0;
    for (std::size_t row = 0; row < captions.size(); ++row)
        if (!captions[row].wordsKnown)
            truth.known[static_cast<std::int64_t>(row)].fill_(false);
    return truth;
}

} // namespace triptych::training
