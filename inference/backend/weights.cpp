// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/weights.h"

#include "inference/backend/array_tensor.h"
#include "inference/backend/torch_modules.h"
#include "inference/backend/weight_reset.h"

namespace triptych::backend {

namespace {

TensorMap namedTensors(const torch::nn::Module& module) {
    TensorMap tensors;
    for (const auto& parameter : module.named_parameters())
        tensors.emplace(parameter.key(), parameter.value());
    for (const auto& buffer : module.named_buffers())
        tensors.emplace(buffer.key(), buffer.value());
    return tensors;
}

std::string shapeText(at::IntArrayRef sizes) {
    std::string text = "[";
    for (std::size_t i = 0; i < sizes.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(sizes[i]);
    return text + "]";
}

} // namespace

Result<WeightReport> loadWeights(torch::nn::Module& module, const ArrayMap& arrays) {
    const torch::NoGradGuard noGrad;
    WeightReport report;
    TensorMap targets = namedTensors(module);
    for (auto& [name, target] : targets) {
        const auto found = arrays.find(name);
        if (found == arrays.end()) {
            report.missing.push_back(name);
            continue;
        }
        const at::Tensor source = resetIfChosen(name, toTensor(found->second));
        if (source.sizes() != target.sizes())
            return fail(ErrorCode::ModelMismatch,
                        "The tensor has shape " + shapeText(source.sizes()) + ", the configuration asks for " +
                            shapeText(target.sizes()) + ". Weights and config.json belong to different models.",
                        name);
        if (!at::isfinite(source).all().item<bool>())
            return fail(ErrorCode::NotFinite, "The tensor holds NaN or infinite values; the weight file is damaged.",
                        name);
        target.copy_(source);
    }
    for (const auto& [name, array] : arrays)
        if (!targets.contains(name))
            report.unexpected.push_back(name);
    return report;
}

ArrayMap copyWeights(const torch::nn::Module& module) {
    return toArrays(namedTensors(module));
}

} // namespace triptych::backend
