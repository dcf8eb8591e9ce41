// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include "inference/engine/causal/laboratory.h"

namespace triptych::engine {

// What a request's interventions made of its sample and model, and what the untouched run said.
struct Intervened {
    Changed changed;
    Target target;
    double targetBefore = 0;
    std::map<std::string, FloatArray> scoresBefore;
};

// What is run for a request: the model as it is, or changed by the request's interventions. The model must outlive it.
class Subject {
public:
    // Errors as of Laboratory::open and change.
    [[nodiscard]] static Result<Subject> make(const models::Model& model, const RunRequest& request,
                                              const ArrayMap& inputs, const Monitor& monitor);

    [[nodiscard]] const models::Model& model() const { return m_intervened ? *m_intervened->changed.model : m_model; }
    [[nodiscard]] const std::optional<Intervened>& intervened() const { return m_intervened; }
    // As runPass; a changed sample was cut already.
    [[nodiscard]] Result<Pass> run(const RunRequest& request, const Plan& plan, const ArrayMap& inputs,
                                   const Monitor& monitor) const;

private:
    explicit Subject(const models::Model& model)
        : m_model(model) {}

    const models::Model& m_model;
    std::optional<Intervened> m_intervened;
};

[[nodiscard]] std::map<std::string, FloatArray> scoresOf(const backend::TensorMap& tensors);

} // namespace triptych::engine
