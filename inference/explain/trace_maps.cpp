// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/trace_maps.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/contract/trace_name.h"

namespace triptych::explain {

namespace {

struct Collector {
    std::vector<MapPlace>& places;

    void add(const std::string& map, int row) const {
        if (std::ranges::find(places, map, &MapPlace::name) == places.end())
            places.push_back({map, row});
    }
    void operator()(const models::SelfStep& step) const { add(step.map, step.row); }
    void operator()(const models::CrossStep& step) const { add(step.map, step.row); }
    void operator()(const models::CoStep& step) const {
        (*this)(step.first);
        (*this)(step.second);
    }
    void operator()(const models::JoinStep&) const {}
};

} // namespace

std::vector<MapPlace> mapsOf(const models::AttentionProgram& program) {
    std::vector<MapPlace> places;
    const Collector collector{places};
    for (const models::ProgramStep& step : program.steps)
        std::visit(collector, step);
    for (const models::Readout& readout : program.readouts)
        if (!readout.poolMap.empty())
            collector.add(readout.poolMap, readout.row);
    return places;
}

Result<FloatArray> readMap(const backend::Trace& trace, const MapPlace& place) {
    const at::Tensor* map = trace.find(place.name);
    if (map == nullptr || map->dim() != 4 || place.row >= map->size(0))
        return fail(ErrorCode::Internal, "The attention map was not recorded by the forward pass.", place.name);
    return backend::guarded(place.name,
                            [&]() -> Result<FloatArray> { return backend::toFloatArray(map->select(0, place.row)); });
}

Result<numerics::Matrix> readMap(const backend::Trace& trace, const MapPlace& place, numerics::HeadChoice heads) {
    return readMap(trace, place).map([&](const FloatArray& map) { return numerics::reduceHeads(map, heads); });
}

Result<std::vector<float>> readoutRows(const backend::Trace& trace, const models::Readout& readout) {
    if (readout.poolMap.empty())
        return readout.rowWeights;
    return readMap(trace, {readout.poolMap, readout.row}, numerics::HeadChoice{}).map([](const numerics::Matrix& pool) {
        return std::vector<float>(pool.row(0).begin(), pool.row(0).end());
    });
}

Result<backend::TensorMap> attentionGradients(const at::Tensor& target, const backend::Trace& trace,
                                              const std::vector<std::string>& names) {
    return backend::guarded("gradients", [&]() -> Result<backend::TensorMap> {
        backend::TensorMap gradients;
        std::vector<at::Tensor> maps;
        std::vector<std::string> differentiable;
        for (const std::string& name : names) {
            const at::Tensor* map = trace.find(name);
            gradients[name] = at::Tensor();
            if (map == nullptr || !map->requires_grad())
                continue;
            maps.push_back(*map);
            differentiable.push_back(name);
        }
        if (maps.empty() || !target.requires_grad())
            return gradients;
        const auto found = torch::autograd::grad({target}, maps, {}, true, false, true);
        for (std::size_t i = 0; i < found.size(); ++i)
            gradients[differentiable[i]] = found[i];
        return gradients;
    });
}

namespace {

// One batch row, or as many as the target depends on: towers that attend in windows have several per item.
at::Tensor rowsOfTarget(const at::Tensor& gradient) {
    const at::Tensor used = gradient.ne(0).flatten(1).any(1).nonzero();
    const std::int64_t rows = used.size(0) == 0 ? 1 : used.max().item<std::int64_t>() + 1;
    return gradient.narrow(0, 0, rows);
}

} // namespace

Result<ArrayMap> gradientArrays(const at::Tensor& target, const backend::Trace& trace) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : trace.tensors())
        if (parseAttentionName(name))
            names.push_back(name);
    const auto gradients = attentionGradients(target, trace, names);
    if (!gradients)
        return Failure(gradients.error());
    return backend::guarded("gradients", [&]() -> Result<ArrayMap> {
        ArrayMap arrays;
        for (const auto& [name, gradient] : *gradients)
            if (gradient.defined())
                arrays["grad." + name] = backend::toFloatArray(rowsOfTarget(gradient));
        return arrays;
    });
}

} // namespace triptych::explain
