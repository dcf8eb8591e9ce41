// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/gradcam.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/explain/inner_pass.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeGradCam() {
    MethodDescriptor method;
    method.id = "gradcam";
    method.label = "Grad-CAM";
    method.summary = "Features of the last stage, weighted by how much the target rises with each of them.";
    method.needs = {MethodNeed::Attention, MethodNeed::Gradients};
    method.modalities = {Modality::Image};
    return method;
}

// The last stage of a convolutional tower, [images, channels, rows, cols]; nullptr where there is none.
const at::Tensor* lastStage(const backend::Trace& trace) {
    const at::Tensor* last = nullptr;
    for (int stage = 0; const at::Tensor* map = trace.find("vision.stages." + std::to_string(stage) + ".map"); ++stage)
        last = map;
    return last;
}

// sum_c mean_positions(g_c) F_c, negative parts left out. features and gradient [channels, positions].
at::Tensor weightedFeatures(const at::Tensor& features, const at::Tensor& gradient) {
    return at::relu(at::matmul(gradient.mean(1), features));
}

Result<at::Tensor> gradientBy(const InnerPass& pass, const at::Tensor& features, const Target& target) {
    const at::Tensor gradient = torch::autograd::grad({pass.target}, {features}, {}, {}, false, true).front();
    if (!gradient.defined())
        return fail(ErrorCode::Unsupported, "The target does not depend on the image.", toString(target));
    return gradient;
}

Result<FloatArray> overStage(const ExplainInput& input, const TowerReader& reader, const InnerPass& pass,
                             const at::Tensor& stage) {
    return gradientBy(pass, stage, input.target).map([&](const at::Tensor& gradient) {
        const at::Tensor map = weightedFeatures(stage[reader.row].flatten(1).detach(), gradient[reader.row].flatten(1));
        return backend::toFloatArray(map.reshape({stage.size(2), stage.size(3)}));
    });
}

// The last layer's own output at the patches is read by nobody, so what enters that layer is taken; where attention
// pools the tokens, what leaves it.
Result<FloatArray> overTokens(const ExplainInput& input, const TowerReader& reader, const InnerPass& pass) {
    const std::size_t before = reader.pool.empty() ? 2 : 1;
    if (reader.maps.size() < before)
        return fail(ErrorCode::Unsupported, "The vision tower has too few layers for Grad-CAM.", "gradcam");
    const std::string& map = reader.maps[reader.maps.size() - before];
    const std::string layer = map.substr(0, map.rfind('.'));
    const at::Tensor* tokens = pass.trace.find(layer + ".hidden");
    if (tokens == nullptr)
        return fail(ErrorCode::Unsupported, "This model does not show the tokens of its layers.", layer);
    const auto gradient = gradientBy(pass, *tokens, input.target);
    if (!gradient)
        return Failure(gradient.error());
    const auto patches = [&](const at::Tensor& all) {
        return all[reader.row].narrow(0, reader.units.begin, reader.units.count).t();
    };
    return overPatchGrid(weightedFeatures(patches(*tokens).detach(), patches(*gradient)), input.sample.shown);
}

Result<Relevance> explainByCam(const ExplainInput& input, const Monitor& monitor) {
    const auto reader = towerReader(input, Modality::Image);
    if (!reader)
        return Failure(reader.error());
    // No map is watched, but the features between the layers are kept.
    const auto pass = passAgain(input, backend::Trace({Watch::Kind::Globs, {}}, true), monitor);
    if (!pass)
        return Failure(pass.error());
    const at::Tensor* stage = lastStage(pass->trace);
    auto image = stage != nullptr ? overStage(input, *reader, *pass, *stage) : overTokens(input, *reader, *pass);
    if (!image)
        return Failure(image.error());
    Relevance relevance;
    relevance.image = *std::move(image);
    return relevance;
}

} // namespace

const MethodDescriptor& GradCam::descriptor() const {
    static const MethodDescriptor method = describeGradCam();
    return method;
}

std::int64_t GradCam::passes(const Parameters& /*parameters*/, const UnitCounts& /*units*/) const {
    return 1;
}

Result<Relevance> GradCam::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("gradcam", [&] { return explainByCam(input, monitor); });
}

} // namespace triptych::explain
