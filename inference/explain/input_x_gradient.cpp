// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/input_x_gradient.h"

#include "inference/backend/guard.h"
#include "inference/explain/input_space.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeInputXGradient() {
    MethodDescriptor method;
    method.id = "input_x_gradient";
    method.label = "Input x gradient";
    method.summary =
        "Each pixel's or moment's value times the target's answer to it; parts that speak against it are negative.";
    method.needs = {MethodNeed::Gradients};
    method.modalities = {Modality::Image, Modality::Audio};
    return method;
}

} // namespace

const MethodDescriptor& InputXGradient::descriptor() const {
    static const MethodDescriptor method = describeInputXGradient();
    return method;
}

Result<Relevance> InputXGradient::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("input_x_gradient",
                            [&] { return explainByGradient(input, GradientRule::TimesInput, monitor); });
}

} // namespace triptych::explain
