// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <utility>

#include "inference/backend/torch_modules.h"
#include "inference/training/losses.h"

namespace triptych::training {

void addDenseLoss(LossTerms& terms, const at::Tensor& tokens, const PatchLabels& labels, TrainingHeads& heads,
                  double weight) {
    const at::Tensor logits = heads->dense->forward(tokens).to(at::kFloat).flatten(0, 1);
    const std::array parts{
        std::pair{"object", std::pair{&labels.object, 2}},
        std::pair{"shape", std::pair{&labels.shape, world::shapeCount}},
        std::pair{"colour", std::pair{&labels.colour, world::colourCount}},
        std::pair{"size", std::pair{&labels.size, world::sizeCount}},
        std::pair{"fill", std::pair{&labels.fill, world::fillCount}},
    };
    at::Tensor sum;
    std::int64_t begin = 0;
    for (const auto& [name, part] : parts) {
        const auto& [label, classes] = part;
        const at::Tensor target = label->to(logits.device()).flatten();
        const at::Tensor scores = logits.narrow(1, begin, classes);
        begin += classes;
        const at::Tensor loss = torch::nn::functional::cross_entropy(
            scores, target, torch::nn::functional::CrossEntropyFuncOptions().ignore_index(-1));
        sum = sum.defined() ? sum + loss : loss;
        const at::Tensor known = target >= 0;
        const at::Tensor right = scores.argmax(1).eq(target).logical_and(known).sum();
        terms.note(std::string("dense.") + name, right / known.sum().clamp_min(1));
    }
    terms.add("dense", sum / static_cast<double>(parts.size()), weight);
}

} // namespace triptych::training
