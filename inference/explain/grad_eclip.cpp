// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/grad_eclip.h"

#include <cmath>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/inner_pass.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeGradEclip() {
    MethodDescriptor method;
    method.id = "grad_eclip";
    method.label = "Grad-ECLIP";
    method.summary = "Values of the last attention, weighted by their gradient and by how alike query and keys are.";
    method.needs = {MethodNeed::Attention, MethodNeed::Gradients};
    method.modalities = {Modality::Image};
    method.parameters = {choiceParameter("variant", "Form", {"multihead", "published"})};
    return method;
}

// What the attention reads, all of its width taken as one head: [batch, queries, width].
at::Tensor singleHeadContext(const backend::Trace& trace, const std::string& map) {
    const at::Tensor& query = *trace.find(map + ".query");
    const at::Tensor& key = *trace.find(map + ".key");
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    const at::Tensor weights = at::softmax(at::matmul(query, key.transpose(-2, -1)) * scale, -1);
    return at::matmul(weights, *trace.find(map + ".value"));
}

at::Tensor scaledToUnit(const at::Tensor& values) {
    const at::Tensor lowest = values.min();
    const at::Tensor range = values.max() - lowest;
    return range.item<double>() > 0 ? (values - lowest) / range : at::zeros_like(values);
}

at::Tensor patchMap(const backend::Trace& trace, const ImageReader& reader, const at::Tensor& gradient) {
    const std::string& map = reader.last();
    const auto patches = [&](const char* part) {
        return (*trace.find(map + part))[reader.row].narrow(0, reader.patches.begin, reader.patches.count).detach();
    };
    const at::Tensor query = (*trace.find(map + ".query_out"))[reader.row][reader.token].detach();
    const at::Tensor alike = at::cosine_similarity(query.unsqueeze(0), patches(".key_out"), 1);
    const at::Tensor slope = gradient[reader.row][reader.token];
    return at::relu(scaledToUnit(alike) * at::mv(patches(".value"), slope));
}

Result<Relevance> explainByEclip(const ExplainInput& input, const Monitor& monitor) {
    const auto reader = imageReader(input);
    if (!reader)
        return Failure(reader.error());
    const std::string map = reader->last();
    backend::Trace trace({}, true);
    trace.watchInner({map + ".*"});
    if (input.parameters.text("variant") == "published")
        trace.edit(map + ".context", [map](const at::Tensor& /*context*/, const backend::Trace& running) {
            return singleHeadContext(running, map);
        });
    const auto pass = passAgain(input, std::move(trace), monitor);
    if (!pass)
        return Failure(pass.error());
    const at::Tensor* context = pass->trace.find(map + ".context");
    if (context == nullptr || pass->trace.find(map + ".query_out") == nullptr)
        return fail(ErrorCode::Unsupported, "This model's attention cannot be taken apart; choose another method.",
                    map);
    const at::Tensor gradient = torch::autograd::grad({pass->target}, {*context}, {}, {}, false, true).front();
    if (!gradient.defined())
        return fail(ErrorCode::Unsupported, "The target does not depend on the image.", toString(input.target));
    return overPatchGrid(patchMap(pass->trace, *reader, gradient), input.sample.shown).map([](FloatArray image) {
        Relevance relevance;
        relevance.image = std::move(image);
        return relevance;
    });
}

} // namespace

const MethodDescriptor& GradEclip::descriptor() const {
    static const MethodDescriptor method = describeGradEclip();
    return method;
}

Result<Relevance> GradEclip::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("grad_eclip", [&] { return explainByEclip(input, monitor); });
}

} // namespace triptych::explain
