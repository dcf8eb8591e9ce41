// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/input_space.h"

#include <algorithm>
#include <array>

#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"

namespace triptych::explain {

namespace {

struct KnownInput {
    const char* name;
    Modality modality;
};

constexpr std::array knownInputs{KnownInput{"input.pixel_values", Modality::Image},
                                 KnownInput{"input.visual_features", Modality::Image},
                                 KnownInput{"input.audio_features", Modality::Audio}};

constexpr const char* pixelMask = "input.pixel_mask";
constexpr const char* producedIds = "output.ids";

at::Tensor folded(const at::Tensor& values, at::IntArrayRef axes, Folding folding) {
    return folding == Folding::Sum ? values.sum(axes) : values.abs().amax(axes);
}

// [patches, values] of one image: those of a token's patches are folded together.
void foldPacked(Relevance& relevance, const PatchGrid& grid, const at::Tensor& attribution, Folding folding) {
    if (grid.count() == 0 || attribution.size(0) % grid.count() != 0)
        return;
    const at::Tensor perPatch = folded(attribution, {1}, folding);
    relevance.image = backend::toFloatArray(perPatch.reshape({grid.rows, grid.cols, -1}).sum(-1));
}

void foldImage(Relevance& relevance, const ExplainInput& input, const ExplainedInput& place,
               const at::Tensor& attribution, Folding folding) {
    if (input.sample.tensors.contains(packedGrids)) {
        foldPacked(relevance, input.sample.shown.patchGrid, attribution, folding);
        return;
    }
    const PatchGrid& grid = input.sample.shown.patchGrid;
    if (attribution.dim() == 2 && grid.count() > 0) { // patches, and padding behind them
        foldPacked(relevance, grid, attribution.narrow(0, 0, std::min<std::int64_t>(grid.count(), attribution.size(0))),
                   folding);
        return;
    }
    if (attribution.dim() == 2) { // regions
        relevance.image = backend::toFloatArray(folded(attribution, {1}, folding).unsqueeze(0));
        return;
    }
    if (attribution.dim() == 4) { // images of one text: the first one is shown
        foldImage(relevance, input, place, attribution[0], folding);
        return;
    }
    if (attribution.dim() != 3)
        return;
    const ValidSize valid = validSize(input.sample, place.row, attribution);
    const at::Tensor pixels =
        folded(attribution, {0}, folding).narrow(0, 0, valid.height).narrow(1, 0, valid.width).contiguous();
    relevance.pixels = backend::toFloatArray(pixels);
    if (grid.count() == 0)
        return;
    const std::int64_t height = valid.height / grid.rows;
    const std::int64_t width = valid.width / grid.cols;
    relevance.image = backend::toFloatArray(pixels.narrow(0, 0, height * grid.rows)
                                                .narrow(1, 0, width * grid.cols)
                                                .reshape({grid.rows, height, grid.cols, width})
                                                .sum({1, 3}));
}

void foldAudio(Relevance& relevance, const ExplainInput& input, const at::Tensor& attribution, Folding folding) {
    const int timeAxis = input.model.audioTimeAxis();
    std::vector<std::int64_t> others;
    for (int axis = 0; axis < attribution.dim(); ++axis)
        if (axis != timeAxis)
            others.push_back(axis);
    at::Tensor frames = others.empty() ? attribution.abs() : folded(attribution, others, folding);
    if (others.empty() && folding == Folding::Sum)
        frames = attribution;
    const std::int64_t width = framesPerMoment(input.sample, frames.size(0));
    const int shown = input.sample.shown.audioAxis.frames;
    const std::int64_t moments = frames.size(0) / width;
    const std::int64_t count = shown > 0 ? std::min<std::int64_t>(shown, moments) : moments;
    relevance.audio = backend::toFloatArray(frames.narrow(0, 0, count * width).reshape({count, width}).sum({1}));
}

} // namespace

int rowOf(const Target& target, Modality modality) {
    if (target.kind != TargetKind::Pair)
        return 0;
    if (target.firstModality == modality)
        return target.first;
    return target.secondModality == modality ? target.second : 0;
}

Result<std::vector<ExplainedInput>> explainedInputs(const models::PreparedSample& sample, const Target& target) {
    std::vector<ExplainedInput> inputs;
    for (const KnownInput& known : knownInputs)
        if (const auto found = sample.tensors.find(known.name);
            found != sample.tensors.end() && found->second.is_floating_point())
            inputs.push_back({known.name, known.modality, rowOf(target, known.modality)});
    if (inputs.empty())
        return fail(ErrorCode::InvalidInput,
                    "The sample has no image and no sound to explain by; choose a method by attention.", "input");
    return inputs;
}

at::Tensor ownPart(const models::PreparedSample& sample, const ExplainedInput& place, const at::Tensor& whole) {
    const auto grids = sample.tensors.find(packedGrids);
    if (place.modality != Modality::Image || grids == sample.tensors.end())
        return whole[place.row];
    const at::Tensor counts = grids->second.prod(1);
    return whole.narrow(0, counts.narrow(0, 0, place.row).sum().item<std::int64_t>(),
                        counts[place.row].item<std::int64_t>());
}

std::int64_t framesPerMoment(const models::PreparedSample& sample, std::int64_t frames) {
    const int moments = sample.shown.audioAxis.frames;
    return moments > 0 ? std::max<std::int64_t>(1, frames / moments) : 1;
}

ValidSize validSize(const models::PreparedSample& sample, int row, const at::Tensor& pixels) {
    const ValidSize whole{pixels.size(-2), pixels.size(-1)};
    const auto mask = sample.tensors.find(pixelMask);
    if (mask == sample.tensors.end() || mask->second.dim() != 3 || row >= mask->second.size(0))
        return whole;
    const at::Tensor own = mask->second[row].to(at::kLong);
    return {std::min(whole.height, own.amax(1).sum().item<std::int64_t>()),
            std::min(whole.width, own.amax(0).sum().item<std::int64_t>())};
}

models::PreparedSample withTensors(const ExplainInput& input, const backend::TensorMap& tensors) {
    models::PreparedSample sample = input.sample;
    for (const auto& [name, tensor] : tensors)
        sample.tensors[name] = tensor;
    if (const at::Tensor* ids = input.trace.find(producedIds))
        sample.tensors[producedIds] = *ids;
    return sample;
}

Result<at::Tensor> valueOf(const ExplainInput& input, const models::PreparedSample& sample, bool gradients,
                           const Monitor& monitor) {
    backend::Trace trace({}, gradients);
    return monitor.check()
        .and_then([&] {
            return input.model.forward(sample, trace, {monitor.cancel, nullptr});
        })
        .and_then([&] { return input.model.targetValue(input.target, sample, trace); });
}

Result<std::vector<at::Tensor>> gradientsAt(const ExplainInput& input, const std::vector<ExplainedInput>& inputs,
                                            const std::vector<at::Tensor>& values, const Monitor& monitor) {
    return backend::guarded("gradients", [&]() -> Result<std::vector<at::Tensor>> {
        std::vector<at::Tensor> leaves;
        backend::TensorMap replaced;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            leaves.push_back(values[i].detach().clone().set_requires_grad(true));
            replaced[inputs[i].name] = leaves.back();
        }
        const auto value = valueOf(input, withTensors(input, replaced), true, monitor);
        if (!value)
            return Failure(value.error());
        if (!value->requires_grad())
            return fail(ErrorCode::Unsupported, "This model gives no gradients by its inputs; choose another method.",
                        inputs.front().name);
        std::vector<at::Tensor> gradients = torch::autograd::grad({*value}, leaves, {}, false, false, true);
        for (std::size_t i = 0; i < gradients.size(); ++i)
            if (!gradients[i].defined())
                gradients[i] = at::zeros_like(leaves[i]);
        return gradients;
    });
}

void foldInto(Relevance& relevance, const ExplainInput& input, const ExplainedInput& place,
              const at::Tensor& attribution, Folding folding) {
    if (place.modality == Modality::Image)
        foldImage(relevance, input, place, attribution, folding);
    else
        foldAudio(relevance, input, attribution, folding);
}

std::vector<at::Tensor> valuesOf(const models::PreparedSample& sample, const std::vector<ExplainedInput>& inputs) {
    std::vector<at::Tensor> values;
    for (const ExplainedInput& place : inputs)
        values.push_back(sample.tensors.at(place.name));
    return values;
}

Result<Relevance> explainByGradient(const ExplainInput& input, GradientRule rule, const Monitor& monitor) {
    const auto inputs = explainedInputs(input.sample, input.target);
    if (!inputs)
        return Failure(inputs.error());
    const std::vector<at::Tensor> values = valuesOf(input.sample, *inputs);
    const auto gradients = gradientsAt(input, *inputs, values, monitor);
    if (!gradients)
        return Failure(gradients.error());
    Relevance relevance;
    for (std::size_t i = 0; i < inputs->size(); ++i) {
        const at::Tensor gradient = ownPart(input.sample, (*inputs)[i], (*gradients)[i]);
        if (rule == GradientRule::Magnitude)
            foldInto(relevance, input, (*inputs)[i], gradient, Folding::LargestMagnitude);
        else
            foldInto(relevance, input, (*inputs)[i], gradient * ownPart(input.sample, (*inputs)[i], values[i]),
                     Folding::Sum);
    }
    return relevance;
}

} // namespace triptych::explain
