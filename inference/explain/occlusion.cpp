// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/occlusion.h"

#include <algorithm>
#include <functional>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/explain/input_space.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeOcclusion() {
    MethodDescriptor method;
    method.id = "occlusion";
    method.label = "Occlusion";
    method.summary = "What the target loses when one patch or moment is hidden, one run for each.";
    method.needs = {MethodNeed::Scores};
    method.modalities = {Modality::Image, Modality::Audio};
    ParameterDescriptor baseline;
    baseline.name = "baseline";
    baseline.label = "Hidden parts become";
    baseline.type = ParameterDescriptor::Type::Choice;
    baseline.defaultValue = "zero";
    baseline.choices = {"zero"};
    method.parameters = {baseline};
    return method;
}

// One input cut into units that are hidden one at a time.
struct Units {
    ExplainedInput place;
    Shape shape; // of the map
    // The part of one row (a view) that a unit covers.
    std::function<at::Tensor(const at::Tensor& row, std::int64_t unit)> part;

    [[nodiscard]] std::int64_t count() const { return elementCount(shape); }
};

Units imageUnits(const ExplainInput& input, const ExplainedInput& place, const at::Tensor& row) {
    if (row.dim() == 2)
        return {place, {1, row.size(0)}, [](const at::Tensor& r, std::int64_t unit) { return r.select(0, unit); }};
    const PatchGrid& grid = input.sample.shown.patchGrid;
    const ValidSize valid = validSize(input.sample, place.row, row);
    const std::int64_t height = valid.height / std::max(1, grid.rows);
    const std::int64_t width = valid.width / std::max(1, grid.cols);
    return {place, {grid.rows, grid.cols}, [=, cols = grid.cols](const at::Tensor& r, std::int64_t unit) {
                const at::Tensor image = r.dim() == 4 ? r[0] : r; // of several images of one text the first is shown
                return image.narrow(1, unit / cols * height, height).narrow(2, unit % cols * width, width);
            }};
}

Units audioUnits(const ExplainInput& input, const ExplainedInput& place, const at::Tensor& row) {
    const int axis = input.model.audioTimeAxis();
    const std::int64_t frames = framesPerMoment(input.sample, row.size(axis));
    return {place, {row.size(axis) / frames}, [=](const at::Tensor& r, std::int64_t unit) {
                return r.narrow(axis, unit * frames, frames);
            }};
}

// target - target without the unit, for every unit.
Result<FloatArray> hideEach(const ExplainInput& input, double whole, const Units& units, const Monitor& monitor) {
    FloatArray map(units.shape);
    const at::Tensor& original = input.sample.tensors.at(units.place.name);
    for (std::int64_t unit = 0; unit < units.count(); ++unit) {
        monitor.report("explain", unit, units.count());
        const at::Tensor hidden = original.clone();
        units.part(hidden[units.place.row], unit).zero_();
        const auto value = valueOf(input, withTensors(input, {{units.place.name, hidden}}), false, monitor);
        if (!value)
            return Failure(value.error());
        map.values()[static_cast<std::size_t>(unit)] = static_cast<float>(whole - value->item<double>());
    }
    return map;
}

Result<Relevance> occlude(const ExplainInput& input, const Monitor& monitor) {
    const auto inputs = explainedInputs(input.sample, input.target);
    if (!inputs)
        return Failure(inputs.error());
    const auto whole = valueOf(input, withTensors(input, {}), false, monitor);
    if (!whole)
        return Failure(whole.error());
    Relevance relevance;
    for (const ExplainedInput& place : *inputs) {
        const at::Tensor row = input.sample.tensors.at(place.name)[place.row];
        const bool isImage = place.modality == Modality::Image;
        auto map = hideEach(input, whole->item<double>(),
                            isImage ? imageUnits(input, place, row) : audioUnits(input, place, row), monitor);
        if (!map)
            return Failure(map.error());
        (isImage ? relevance.image : relevance.audio) = std::move(*map);
    }
    return relevance;
}

} // namespace

const MethodDescriptor& Occlusion::descriptor() const {
    static const MethodDescriptor method = describeOcclusion();
    return method;
}

Result<Relevance> Occlusion::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("occlusion", [&] { return occlude(input, monitor); });
}

} // namespace triptych::explain
