// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/query.h"

#include "inference/backend/torch_modules.h"
#include "inference/training/vocabulary.h"

namespace triptych::training {

std::vector<UnitMention> Query::mentions() const {
    std::vector<UnitMention> all;
    if (text)
        all = text->mentions;
    if (speech)
        for (UnitMention mention : speech->mentions) {
            for (std::int64_t& unit : mention.units)
                unit += textUnits();
            all.push_back(std::move(mention));
        }
    return all;
}

TokenTruth Query::tokenTruth() const {
    std::vector<at::Tensor> valid;
    if (text)
        valid.push_back(text->valid);
    if (speech)
        valid.push_back(speech->valid);
    return training::tokenTruth(captions, mentions(), at::cat(valid, 1));
}

at::Tensor Query::unmasked() const {
    if (!text)
        return at::ones({static_cast<std::int64_t>(captions.size())});
    return text->ids.eq(maskId).any(1).logical_not().to(at::kFloat);
}

} // namespace triptych::training
