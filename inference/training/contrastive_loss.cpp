// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/torch_modules.h"
#include "inference/training/losses.h"

namespace triptych::training {

namespace {

constexpr double never = -1e4;

at::Tensor recallAtOne(const at::Tensor& scores, const at::Tensor& target) {
    return scores.argmax(1).eq(target).to(at::kFloat).mean();
}

} // namespace

at::Tensor alsoTruePairs(const std::vector<world::Scene>& scenes, const std::vector<DrawnCaption>& captions) {
    at::Tensor pairs =
        at::zeros({static_cast<std::int64_t>(scenes.size()), static_cast<std::int64_t>(captions.size())}, at::kBool);
    auto cells = pairs.accessor<bool, 2>();
    const std::size_t captionsPerScene = captions.size() / scenes.size();
    for (std::size_t scene = 0; scene < scenes.size(); ++scene)
        for (std::size_t caption = 0; caption < captions.size(); ++caption)
            cells[static_cast<std::int64_t>(scene)][static_cast<std::int64_t>(caption)] =
                caption != captionsPerScene * scene && world::holds(captions[caption].caption.meaning, scenes[scene]);
    return pairs;
}

void addContrastiveLoss(LossTerms& terms, const std::string& name, const at::Tensor& items, const at::Tensor& captions,
                        const at::Tensor& alsoTrue, const at::Tensor& scale, double weight) {
    namespace functional = torch::nn::functional;
    const at::Tensor scores =
        (scale * at::matmul(items.to(at::kFloat), captions.to(at::kFloat).t())).masked_fill(alsoTrue, never);
    const std::int64_t captionsPerItem = captions.size(0) / items.size(0);
    const at::Tensor order = at::arange(scores.size(0), at::TensorOptions().dtype(at::kLong).device(scores.device()));
    const at::Tensor fromCaptions = scores.slice(1, 0, scores.size(1), captionsPerItem).t();
    const at::Tensor loss =
        (functional::cross_entropy(scores, order * captionsPerItem) + functional::cross_entropy(fromCaptions, order)) /
        2;
    terms.note(name + ".recall", recallAtOne(fromCaptions, order));
    terms.add(name, loss, weight);
}

} // namespace triptych::training
