// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/occlusion.h"

#include "inference/backend/guard.h"
#include "inference/explain/unit_cut.h"

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

// target - target without the unit, for every unit.
Result<FloatArray> hideEach(const ExplainInput& input, double whole, const UnitCut& units, const Monitor& monitor) {
    FloatArray map(units.shape);
    const at::Tensor& original = input.sample.tensors.at(units.place.name);
    for (std::int64_t unit = 0; unit < units.count(); ++unit) {
        monitor.report("explain", unit, units.count());
        const at::Tensor hidden = original.clone();
        units.part(hidden, unit).zero_();
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
        auto map = cutIntoUnits(input, place).and_then([&](const UnitCut& units) {
            return hideEach(input, whole->item<double>(), units, monitor);
        });
        if (!map)
            return Failure(map.error());
        (place.modality == Modality::Image ? relevance.image : relevance.audio) = std::move(*map);
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
