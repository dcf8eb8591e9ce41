// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/explain/causal/site_edit.h"
#include "inference/models/model.h"

namespace triptych::explain {

// A model whose inside is changed while it runs. Everything that takes a model takes it: methods explain the changed
// run, metrics judge it. The model must outlive it.
class IntervenedModel final : public models::Model {
public:
    IntervenedModel(const models::Model& model, std::vector<SiteEdit> edits)
        : m_model(model)
        , m_edits(std::move(edits)) {}

    [[nodiscard]] Result<void> forward(const models::PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    [[nodiscard]] const ModelDescriptor& descriptor() const override { return m_model.descriptor(); }
    [[nodiscard]] Result<models::PreparedSample> prepare(const Sample& sample, const ArrayMap& inputs,
                                                         const Monitor& monitor) const override {
        return m_model.prepare(sample, inputs, monitor);
    }
    void showOutput(models::PreparedSample& sample, const backend::Trace& trace) const override {
        m_model.showOutput(sample, trace);
    }
    [[nodiscard]] Target defaultTarget(const models::PreparedSample& sample) const override {
        return m_model.defaultTarget(sample);
    }
    [[nodiscard]] Target settle(const Target& target, models::PreparedSample& sample,
                                const backend::Trace& trace) const override {
        return m_model.settle(target, sample, trace);
    }
    [[nodiscard]] std::vector<Box> regions(const models::PreparedSample& sample,
                                           const backend::Trace& trace) const override {
        return m_model.regions(sample, trace);
    }
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const models::PreparedSample& sample,
                                                 const backend::Trace& trace) const override {
        return m_model.targetValue(target, sample, trace);
    }
    [[nodiscard]] Result<at::Tensor> projectImageTokens(const at::Tensor& tokens) const override {
        return m_model.projectImageTokens(tokens);
    }
    [[nodiscard]] Result<models::WrittenTokens> writtenTokens(const models::PreparedSample& sample,
                                                              const backend::Trace& trace) const override {
        return m_model.writtenTokens(sample, trace);
    }
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override {
        return m_model.readVocabulary(hidden);
    }
    [[nodiscard]] std::string tokenText(std::int64_t id) const override { return m_model.tokenText(id); }
    [[nodiscard]] std::int64_t absentToken() const override { return m_model.absentToken(); }
    [[nodiscard]] bool pairsRows() const override { return m_model.pairsRows(); }
    [[nodiscard]] int audioTimeAxis() const override { return m_model.audioTimeAxis(); }
    [[nodiscard]] Result<at::Tensor> gradientProbe(const Target& settled, const models::PreparedSample& sample,
                                                   const backend::Trace& trace) const override {
        return m_model.gradientProbe(settled, sample, trace);
    }
    [[nodiscard]] Result<models::AttentionProgram> program(const Target& target, const models::PreparedSample& sample,
                                                           const backend::Trace& trace) const override {
        return m_model.program(target, sample, trace);
    }

private:
    const models::Model& m_model;
    std::vector<SiteEdit> m_edits;
};

} // namespace triptych::explain
