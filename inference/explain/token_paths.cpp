// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/token_paths.h"

#include <algorithm>
#include <set>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/explain/program_units.h"

namespace triptych::explain {

namespace {

constexpr double leastLength = 1e-12;

struct StreamUnits {
    std::vector<std::int64_t> positions;
    std::vector<Modality> modalities;
    std::vector<int> units;
};

// What people see of the stream: patches, moments, and tokens that are words.
StreamUnits unitsOf(const std::vector<AxisSegment>& segments, const ShownInputs& shown) {
    StreamUnits units;
    for (const AxisSegment& segment : segments)
        for (int unit = 0; unit < segment.count; ++unit) {
            const bool isText = segment.modality == Modality::Text;
            if (isText &&
                (unit >= static_cast<int>(shown.tokens.size()) || shown.tokens[static_cast<std::size_t>(unit)].special))
                continue;
            units.positions.push_back(segment.begin + unit);
            units.modalities.push_back(segment.modality);
            units.units.push_back(unit);
        }
    return units;
}

// The embeddings, where they are recorded, and every layer after them.
std::vector<std::string> layersOf(const std::string& tower, const backend::Trace& trace) {
    std::vector<std::string> names = hiddenLayers(tower, trace);
    if (trace.find(embeddingsName(tower)) != nullptr)
        names.insert(names.begin(), embeddingsName(tower));
    return names;
}

// [layer, token, width] of the units; undefined where the tokens do not stay the same.
at::Tensor tokensOf(const std::vector<std::string>& layers, const StreamUnits& units, int row,
                    const backend::Trace& trace) {
    const std::int64_t last = *std::ranges::max_element(units.positions);
    std::vector<at::Tensor> tokens;
    for (const std::string& name : layers) {
        const at::Tensor& hidden = *trace.find(name);
        if (hidden.dim() != 3 || hidden.size(0) <= row || hidden.size(1) <= last ||
            (!tokens.empty() && hidden.size(2) != tokens.front().size(1)))
            return {};
        const at::Tensor positions = at::tensor(at::ArrayRef<std::int64_t>(units.positions), at::kLong);
        tokens.push_back(hidden[row].detach().index_select(0, positions.to(hidden.device())).to(at::kFloat));
    }
    return at::stack(tokens);
}

} // namespace

void layOutPaths(const at::Tensor& layers, TokenPaths& paths) {
    const at::Tensor centred = layers - layers.mean(1, true);
    const at::Tensor length = centred.square().sum(-1).mean(1).sqrt().clamp_min(leastLength);
    const at::Tensor scaled = centred / length.unsqueeze(-1).unsqueeze(-1);
    const at::Tensor points = scaled.flatten(0, 1);
    const auto [values, vectors] = at::linalg_eigh(at::matmul(points.t(), points).to(at::kDouble));
    at::Tensor axes = vectors.slice(1, vectors.size(1) - 2).flip({1}).to(points.scalar_type()); // [width, 2]
    // An axis has no direction of its own: its largest part points up.
    const at::Tensor largest = axes.abs().argmax(0, true);
    axes = axes * axes.gather(0, largest).sign();
    const at::Tensor plane = at::matmul(scaled, axes);
    paths.points = backend::toFloatArray(plane.cpu());
    const at::Tensor shares =
        (plane.square().sum({1, 2}) / scaled.square().sum({1, 2}).clamp_min(leastLength)).to(at::kCPU, at::kDouble);
    paths.shownShares.assign(shares.const_data_ptr<double>(), shares.const_data_ptr<double>() + shares.numel());
}

Result<std::vector<TokenPaths>> tokenPaths(const models::Model& model, const models::PreparedSample& sample,
                                           const backend::Trace& trace, const Target& target, const Monitor& monitor) {
    const auto program = model.program(target, sample, trace);
    if (!program)
        return Failure(program.error());
    return backend::guarded("paths", [&]() -> Result<std::vector<TokenPaths>> {
        const at::NoGradGuard noGradients;
        std::vector<TokenPaths> all;
        for (const auto& [stream, segments] : program->segments) {
            if (const auto going = monitor.check(); !going)
                return Failure(going.error());
            const Tower tower = towerOf(*program, stream);
            StreamUnits units = unitsOf(segments, sample.shown);
            std::vector<std::string> layers = layersOf(tower.name, trace);
            if (units.positions.size() < 2 || layers.size() < 2)
                continue;
            const at::Tensor tokens = tokensOf(layers, units, tower.row, trace);
            if (!tokens.defined() || tokens.size(2) < 2)
                continue;
            TokenPaths& paths = all.emplace_back();
            paths.stream = tower.name;
            paths.layers = std::move(layers);
            paths.modalities = std::move(units.modalities);
            paths.units = std::move(units.units);
            layOutPaths(tokens, paths);
        }
        if (all.empty())
            return fail(ErrorCode::Unsupported,
                        "No tower of this model keeps its tokens from layer to layer; choose another study.",
                        toString(target));
        // Where several modalities meet comes first.
        std::ranges::stable_sort(all, std::ranges::greater(), [](const TokenPaths& paths) {
            return std::set(paths.modalities.begin(), paths.modalities.end()).size();
        });
        return all;
    });
}

} // namespace triptych::explain
