// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/adamw.h"

#include <cmath>

#include <torch/torch.h>

#include "inference/backend/array_tensor.h"

namespace triptych::training {

void AdamW::add(const std::string& name, const at::Tensor& parameter) {
    const at::Tensor plain = parameter.detach();
    m_slots.push_back({name, parameter, at::zeros_like(plain), at::zeros_like(plain),
                       at::zeros({}, plain.options().dtype(at::kFloat))});
}

double AdamW::step(double learningRate, const Options& options) {
    std::vector<at::Tensor> parameters;
    std::vector<Slot*> decayed;
    std::vector<Slot*> plain;
    for (Slot& slot : m_slots)
        if (slot.parameter.grad().defined()) {
            parameters.push_back(slot.parameter);
            (slot.parameter.dim() >= 2 ? decayed : plain).push_back(&slot);
        }
    const double norm = torch::nn::utils::clip_grad_norm_(parameters, options.maxGradientNorm);
    if (std::isfinite(norm)) {
        update(decayed, learningRate, options.weightDecay, options);
        update(plain, learningRate, 0, options);
    }
    for (at::Tensor& parameter : parameters)
        parameter.mutable_grad().reset();
    return norm;
}

void AdamW::update(const std::vector<Slot*>& slots, double learningRate, double weightDecay, const Options& options) {
    if (slots.empty())
        return;
    const torch::NoGradGuard noGrad;
    std::vector<at::Tensor> parameters;
    std::vector<at::Tensor> gradients;
    std::vector<at::Tensor> means;
    std::vector<at::Tensor> squares;
    std::vector<at::Tensor> steps;
    for (Slot* slot : slots) {
        slot->steps.add_(1);
        parameters.push_back(slot->parameter);
        gradients.push_back(slot->parameter.grad().contiguous());
        means.push_back(slot->mean);
        squares.push_back(slot->square);
        steps.push_back(slot->steps);
    }
    at::_fused_adamw_(parameters, gradients, means, squares, {}, steps, learningRate, options.beta1, options.beta2,
                      weightDecay, options.epsilon, false, false);
}

ArrayMap AdamW::state() const {
    ArrayMap state;
    for (const Slot& slot : m_slots) {
        state.emplace("mean." + slot.name, backend::toArray(slot.mean));
        state.emplace("square." + slot.name, backend::toArray(slot.square));
        state.emplace("steps." + slot.name, backend::toArray(slot.steps));
    }
    return state;
}

void AdamW::setState(const ArrayMap& state) {
    const auto copy = [&](const std::string& name, at::Tensor& target) {
        if (const auto found = state.find(name); found != state.end()) {
            const at::Tensor source = backend::toTensor(found->second);
            if (source.sizes() == target.sizes())
                target.copy_(source);
        }
    };
    for (Slot& slot : m_slots) {
        copy("mean." + slot.name, slot.mean);
        copy("square." + slot.name, slot.square);
        copy("steps." + slot.name, slot.steps);
    }
}

} // namespace triptych::training
