// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/saliency.h"

#include "inference/backend/guard.h"
#include "inference/explain/input_space.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeSaliency() {
    MethodDescriptor method;
    method.id = "saliency";
    method.label = "Saliency (gradient)";
    method.summary = "How strongly the target answers to a small change of each pixel or moment.";
    method.needs = {MethodNeed::Gradients};
    method.modalities = {Modality::Image, Modality::Audio};
    return method;
}

} // namespace

const MethodDescriptor& Saliency::descriptor() const {
    static const MethodDescriptor method = describeSaliency();
    return method;
}

Result<Relevance> Saliency::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("saliency", [&] { return explainByGradient(input, GradientRule::Magnitude, monitor); });
}

} // namespace triptych::explain
