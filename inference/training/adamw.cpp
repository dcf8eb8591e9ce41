// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/adamw.h"

#include "inference/backend/array_tensor.h"
#include "inference/backend/torch_modules.h"

namespace triptych::training {

namespace {

constexpr double leastNorm = 1e-6;

} // namespace

void AdamW::add(const std::string& name, const at::Tensor& parameter) {
    const at::Tensor plain = parameter.detach();
    m_slots.push_back({name, parameter, at::zeros_like(plain), at::zeros_like(plain),
                       at::zeros({}, plain.options().dtype(at::kFloat))});
}

// Without a look at a number, which would wait for the device.
at::Tensor AdamW::step(double learningRate, const Options& options) {
    const torch::NoGradGuard noGrad;
    std::vector<at::Tensor> gradients;
    Group decayed;
    Group plain;
    for (Slot& slot : m_slots)
        if (slot.parameter.grad().defined()) {
            gradients.push_back(slot.parameter.grad().contiguous());
            (slot.parameter.dim() >= 2 ? decayed : plain).add(slot, gradients.back());
        }
    if (gradients.empty())
        return at::zeros({});
    const at::Tensor norm = at::linalg_vector_norm(at::stack(at::_foreach_norm(gradients, 2)));
    const at::Tensor broken = norm.isfinite().logical_not().to(at::kFloat);
    at::_foreach_mul_(gradients, (options.maxGradientNorm / (norm + leastNorm)).clamp_max(1));
    decayed.update(learningRate, options.weightDecay, broken, options);
    plain.update(learningRate, 0, broken, options);
    for (Slot& slot : m_slots)
        slot.parameter.mutable_grad().reset();
    return norm;
}

void AdamW::Group::add(const Slot& slot, const at::Tensor& gradient) {
    parameters.push_back(slot.parameter);
    gradients.push_back(gradient);
    means.push_back(slot.mean);
    squares.push_back(slot.square);
    steps.push_back(slot.steps);
}

void AdamW::Group::update(double learningRate, double weightDecay, const at::Tensor& broken, const Options& options) {
    if (parameters.empty())
        return;
    at::_foreach_add_(steps, 1 - broken);
    at::_fused_adamw_(parameters, gradients, means, squares, {}, steps, learningRate, options.beta1, options.beta2,
                      weightDecay, options.epsilon, false, false, {}, broken);
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
