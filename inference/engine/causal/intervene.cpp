// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/intervene.h"

#include "inference/backend/array_tensor.h"

namespace triptych::engine {

std::map<std::string, FloatArray> scoresOf(const backend::TensorMap& tensors) {
    std::map<std::string, FloatArray> scores;
    for (const auto& [name, tensor] : tensors)
        if (name.starts_with("scores."))
            scores[name] = backend::toFloatArray(tensor);
    return scores;
}

Result<Subject> Subject::make(const models::Model& model, const RunRequest& request, const ArrayMap& inputs,
                              const Monitor& monitor) {
    Subject subject(model);
    if (request.interventions.empty())
        return subject;
    const auto laboratory = Laboratory::open(model, request, inputs, monitor);
    if (!laboratory)
        return Failure(laboratory.error());
    return laboratory->change(request.interventions, monitor).map([&](Changed changed) {
        subject.m_intervened = Intervened{std::move(changed), laboratory->target(), laboratory->value(),
                                          scoresOf(laboratory->untouched().trace.tensors())};
        return std::move(subject);
    });
}

Result<Pass> Subject::run(const RunRequest& request, const Plan& plan, const ArrayMap& inputs,
                          const Monitor& monitor) const {
    if (!m_intervened)
        return runPass(m_model, request, plan, inputs, monitor);
    const Changed& changed = m_intervened->changed;
    return runPrepared(*changed.model, changed.sample, m_intervened->target, plan, monitor);
}

} // namespace triptych::engine
