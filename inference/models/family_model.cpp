// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/family_model.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/backend/relevance_rules.h"

namespace triptych::models {

namespace {

int rowsOf(const PreparedSample& prepared, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const at::Tensor tensor = inputOf(prepared, name); tensor.defined() && tensor.dim() > 0)
            return static_cast<int>(tensor.size(0));
    return 0;
}

void countItems(PreparedSample& prepared, const ModelDescriptor& model) {
    if (prepared.images == 0)
        prepared.images = rowsOf(prepared, {"input.pixel_values", "input.visual_features"});
    if (prepared.texts == 0)
        prepared.texts = rowsOf(prepared, {"input.input_ids"});
    if (prepared.audios == 0)
        prepared.audios = rowsOf(prepared, {"input.audio_features", "input.waveform"});
    for (const Modality modality : model.modalities) {
        const int count = modality == Modality::Image  ? prepared.images
                          : modality == Modality::Text ? prepared.texts
                                                       : prepared.audios;
        if (count == 0)
            prepared.missing.push_back(modality);
    }
}

void showGrid(PreparedSample& prepared, PixelSize patch) {
    const at::Tensor pixels = inputOf(prepared, "input.pixel_values");
    PatchGrid& grid = prepared.shown.patchGrid;
    if (grid.count() > 0 || patch.height == 0 || !pixels.defined() || pixels.dim() != 4)
        return;
    grid.rows = static_cast<int>(pixels.size(2)) / patch.height;
    grid.cols = static_cast<int>(pixels.size(3)) / patch.width;
    grid.width = static_cast<double>(pixels.size(3));
    grid.height = static_cast<double>(pixels.size(2));
}

// Some towers read a text where its end token first stands, and CLIP's unknown token is its end token.
std::int64_t silentToken(const text::TokenizerFacts& facts) {
    for (const auto& token : {facts.mask, facts.unk, facts.pad})
        if (token && token != facts.eos && token != facts.bos)
            return *token;
    return 0;
}

} // namespace

FamilyModel::FamilyModel(FamilySource& source)
    : m_descriptor(std::move(source.descriptor))
    , m_device(source.device) {
    if (source.tokenizer == nullptr)
        return;
    m_absentToken = silentToken(source.tokenizer->facts());
}

Result<PreparedSample> FamilyModel::prepare(const Sample& sample, const ArrayMap& inputs,
                                            const Monitor& monitor) const {
    return backend::guarded("prepare", [&]() -> Result<PreparedSample> {
        PreparedSample prepared;
        prepared.options = sample.options;
        if (const auto made = prepareItems(sample, inputs, prepared, monitor); !made)
            return Failure(made.error());
        for (const auto& [name, array] : inputs)
            if (name.starts_with("input."))
                prepared.tensors[name] = backend::toTensor(array);
        countItems(prepared, m_descriptor);
        if (prepared.missing.size() == m_descriptor.modalities.size())
            return fail(ErrorCode::InvalidInput,
                        "The sample holds nothing that this model reads; add an item of one of its modalities.",
                        sample.id);
        showGrid(prepared, patchSize());
        for (auto& [name, tensor] : prepared.tensors)
            tensor = tensor.to(m_device);
        return prepared;
    });
}

Result<void> FamilyModel::forward(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    return backend::guarded("forward", [&]() -> Result<void> {
        const at::AutoGradMode gradients(trace.needsGradients());
        return compute(sample, trace, monitor);
    });
}

at::Tensor inputOf(const PreparedSample& sample, const std::string& name) {
    const auto found = sample.tensors.find(name);
    return found == sample.tensors.end() ? at::Tensor() : found->second;
}

at::Tensor unitLength(const at::Tensor& vectors) {
    return vectors / backend::asConstant(vectors.norm(2, {-1}, true));
}

} // namespace triptych::models
