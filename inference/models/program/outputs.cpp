// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program/outputs.h"

#include <algorithm>

#include "inference/models/targets.h"

namespace triptych::models::program {

namespace {

constexpr double rowSumTolerance = 1e-2; // of half precision

Failure unlike(const Output& output, const std::string& sentence) {
    return fail(ErrorCode::ModelMismatch,
                sentence + " Manifest and program belong to different models; export the model again.", output.name);
}

Result<void> checkMap(const Output& output, const at::Tensor& map) {
    if (map.dim() != 4 || map.numel() == 0)
        return unlike(output, "The attention map is not [batch, heads, query, key].");
    if (output.query == output.key && map.size(2) != map.size(3))
        return unlike(output, "The map is not square although its tokens look at each other.");
    const at::Tensor off = (map.detach().to(at::kFloat).sum(-1) - 1).abs().max();
    if (!(off.item<double>() <= rowSumTolerance))
        return unlike(output, "The rows of the attention map do not sum to one.");
    return {};
}

Result<void> checkOutput(const Output& output, const at::Tensor& tensor) {
    const bool isTable = output.name.starts_with("embedding.") || pairOf(output.name) || output.name == "logits.class";
    if (!tensor.defined() || (!tensor.is_floating_point() && (isTable || output.isAttention())))
        return unlike(output, "The program returned no tensor of real numbers here.");
    if (output.isAttention())
        return checkMap(output, tensor);
    if (isTable && (tensor.dim() != 2 || tensor.numel() == 0))
        return unlike(output, "The tensor has not two axes.");
    if (output.name == "logits.match" && (tensor.dim() < 1 || tensor.dim() > 2 || tensor.numel() == 0))
        return unlike(output, "The tensor has neither one nor two axes.");
    return {};
}

} // namespace

Result<void> checkOutputs(const std::vector<Output>& outputs, const std::vector<at::Tensor>& tensors) {
    if (outputs.size() != tensors.size())
        return fail(ErrorCode::ModelMismatch,
                    "The program returned " + std::to_string(tensors.size()) + " tensors and the manifest describes " +
                        std::to_string(outputs.size()) + "; export the model again.",
                    "outputs");
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (const auto fits = checkOutput(outputs[i], tensors[i]); !fits)
            return fits;
    return {};
}

std::optional<Target> pairOf(const std::string& output) {
    for (const Modality first : allModalities)
        for (const Modality second : allModalities)
            if (first != second &&
                output == "scores." + std::string(toString(first)) + "_" + std::string(toString(second)))
                return pairTarget(first, second);
    return std::nullopt;
}

std::string knownTargets(const std::vector<Output>& outputs) {
    std::string known;
    const auto add = [&](bool has, const char* name) {
        if (has)
            known += (known.empty() ? "" : " and ") + std::string(name);
    };
    const auto returns = [&](const char* name) {
        return std::ranges::find(outputs, name, &Output::name) != outputs.end();
    };
    add(std::ranges::any_of(outputs, [](const Output& output) { return pairOf(output.name).has_value(); }), "pair");
    add(returns("logits.match"), "match");
    add(returns("logits.class"), "class");
    return known.empty() ? "none: its program returns neither scores nor logits" : known;
}

} // namespace triptych::models::program
