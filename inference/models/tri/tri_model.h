// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/formats/model_folder.h"
#include "inference/models/model.h"
#include "inference/models/tri/network.h"
#include "inference/models/tri/preprocess.h"

namespace triptych::models::tri {

// The built-in image + text + audio model. Every subset of the modalities is a sample: two of them have a pair score,
// an image with text, audio or both has a match as well.
class TriModel : public Model {
public:
    // Reads config.json, tokenizer.json and the weights.
    [[nodiscard]] static Result<ModelPtr> load(const formats::ModelFolder& folder, const std::string& device,
                                               const Monitor& monitor);

    [[nodiscard]] const ModelDescriptor& descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<PreparedSample> prepare(const Sample& sample, const ArrayMap& inputs,
                                                 const Monitor& monitor) const override;
    // Besides embeddings, scores and watched maps it records `logits.match` [1], `scores.match` = its sigmoid, and
    // `logits.query_tokens` [1, text + audio tokens], of the first image, text and audio; of versions a row for each.
    [[nodiscard]] Result<void> forward(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] bool pairsRows() const override { return true; }
    // Match where there is an image and something to match it with, else the pair of what is there.
    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

private:
    TriModel(TriConfig config, Preprocess preprocess, at::Device device);

    TriConfig m_config;
    Preprocess m_preprocess;
    at::Device m_device;
    Network m_network;
    ModelDescriptor m_descriptor;
};

} // namespace triptych::models::tri
