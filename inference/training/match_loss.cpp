// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "inference/training/losses.h"

namespace triptych::training {

namespace {

constexpr double wrongWordWeight = 3;

struct Wins {
    double won = 0;
    int count = 0;
};

void noteRanking(LossTerms& terms, const std::string& name, const at::Tensor& logits,
                 const std::vector<DrawnCaption>& captions, const at::Tensor& counts) {
    const float* counted = counts.const_data_ptr<float>();
    const at::Tensor plain = logits.detach().to(at::kCPU, at::kFloat).contiguous();
    const float* values = plain.const_data_ptr<float>();
    std::map<std::string, Wins> wins;
    for (std::size_t i = 0; i + 1 < captions.size(); i += 2) {
        if (captions[i + 1].isTrue || !captions[i + 1].wordsKnown || counted[i] == 0 || counted[i + 1] == 0)
            continue;
        auto& kind = wins[std::string(world::toString(captions[i + 1].change))];
        kind.won += values[i] > values[i + 1] ? 1 : 0;
        ++kind.count;
    }
    for (const auto& [kind, each] : wins)
        terms.note(name + ".rank." + kind, each.won / each.count);
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
    terms.note(name + ".accuracy", (matchLogits > 0).eq(target > 0.5).to(at::kFloat).mean().item<double>());
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
