// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/torch_modules.h"
#include "inference/training/losses.h"

namespace triptych::training {

void addSpokenWordLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens, const at::Tensor& words,
                       TrainingHeads& heads, double weight) {
    const at::Tensor logits = heads->spokenWord->forward(tokens).to(at::kFloat).flatten(0, 1);
    const at::Tensor wanted = words.to(logits.device()).flatten();
    const at::Tensor known = wanted >= 0;
    const at::Tensor right = logits.argmax(1).eq(wanted).logical_and(known).sum();
    terms.note(name + ".accuracy", right / known.sum().clamp_min(1));
    terms.add(name,
              torch::nn::functional::cross_entropy(logits, wanted,
                                                   torch::nn::functional::CrossEntropyFuncOptions().ignore_index(-1)),
              weight);
}

} // namespace triptych::training
