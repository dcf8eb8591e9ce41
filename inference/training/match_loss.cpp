// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "inference/backend/torch_modules.h"
#include "inference/training/losses.h"

namespace triptych::training {

namespace {

constexpr double wrongWordWeight = 3;

struct RankedPairs {
    double won = 0;
    int count = 0;
};

// How often a true caption is ranked before its negative, by what was changed in that.
void noteRanking(LossTerms& terms, const std::string& name, const at::Tensor& logits,
                 const std::vector<DrawnCaption>& captions, const at::Tensor& counts) {
    const float* counted = counts.const_data_ptr<float>();
    std::vector<std::pair<std::size_t, std::string>> pairs;
    for (std::size_t i = 0; i + 1 < captions.size(); i += 2)
        if (!captions[i + 1].isTrue && captions[i + 1].wordsKnown && counted[i] != 0 && counted[i + 1] != 0)
            pairs.emplace_back(i, world::toString(captions[i + 1].change));
    terms.note(logits, [name, pairs](std::span<const float> values, LossTerms::Numbers& numbers) {
        std::map<std::string, RankedPairs> wins;
        for (const auto& [i, change] : pairs) {
            wins[change].won += values[i] > values[i + 1] ? 1 : 0;
            ++wins[change].count;
        }
        for (const auto& [change, each] : wins)
            numbers[name + ".rank." + change] = each.won / each.count;
    });
}

} // namespace

void addMatchLoss(LossTerms& terms, const std::string& name, const at::Tensor& matchLogits,
                  const std::vector<DrawnCaption>& captions, const at::Tensor& counts, double weight) {
    std::vector<float> truth;
    for (const DrawnCaption& caption : captions)
        truth.push_back(caption.isTrue ? 1.0f : 0.0f);
    const at::Tensor target = at::tensor(truth).to(matchLogits.device());
    const at::Tensor weights = counts.to(matchLogits.device());
    const at::Tensor losses = at::binary_cross_entropy_with_logits(matchLogits, target, {}, {}, at::Reduction::None);
    const at::Tensor loss = (losses * weights).sum() / weights.sum().clamp_min(1);
    terms.note(name + ".accuracy", (matchLogits > 0).eq(target > 0.5).to(at::kFloat).mean());
    noteRanking(terms, name, matchLogits, captions, counts);
    terms.add(name, loss, weight);
}

void addTokenLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokenLogits, const TokenTruth& truth,
                  double weight) {
    const at::Tensor fits = truth.fits.to(tokenLogits.device());
    const at::Tensor weights =
        truth.known.to(tokenLogits.device()).to(at::kFloat) * (wrongWordWeight - (wrongWordWeight - 1) * fits);
    const at::Tensor losses = at::binary_cross_entropy_with_logits(tokenLogits, fits, {}, {}, at::Reduction::None);
    terms.add(name, (losses * weights).sum() / weights.sum().clamp_min(1), weight);
}

} // namespace triptych::training
