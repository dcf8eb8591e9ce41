// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "inference/contract/intervention.h"
#include "inference/engine/run_pass.h"
#include "inference/explain/causal/edits.h"
#include "inference/explain/map_axes.h"
#include "inference/explain/method.h"

namespace triptych::engine {

// A model that is changed while it runs, and the sample that it runs on. The model that it changes must outlive it.
struct Changed {
    std::unique_ptr<models::Model> model;
    models::PreparedSample sample;
};

// A sample's untouched run with everything watched, to which interventions refer: their units are its units, their
// target its target.
class Laboratory {
public:
    // The request's own interventions are not made. Errors as of runPass; InvalidInput where the sample has no target.
    [[nodiscard]] static Result<Laboratory> open(const models::Model& model, const RunRequest& request,
                                                 const ArrayMap& inputs, const Monitor& monitor);

    // All interventions at once. Words are swapped first, so that units are those of the new text. InvalidInput names
    // what does not fit; errors as of runPass for what a patch comes from.
    [[nodiscard]] Result<Changed> change(std::span<const Intervention> interventions, const Monitor& monitor) const;
    // The target of the changed sample.
    [[nodiscard]] Result<double> valueOf(std::span<const Intervention> interventions, const Monitor& monitor) const;

    [[nodiscard]] const models::Model& model() const { return m_model; }
    [[nodiscard]] const Pass& untouched() const { return m_pass; }
    [[nodiscard]] double value() const { return m_pass.targetValue->item<double>(); }
    [[nodiscard]] const Target& target() const { return m_pass.target; }
    [[nodiscard]] const std::map<std::string, explain::MapAxes>& axes() const { return m_axes; }
    [[nodiscard]] explain::TracedPass traced() const { return {m_pass.trace, m_axes}; }
    // The changed sample for methods and games; refers to both.
    [[nodiscard]] explain::ExplainInput explainInput(const Changed& changed) const {
        return {*changed.model, changed.sample, m_pass.trace, m_pass.target, {}, m_request.seed};
    }

private:
    Laboratory(const models::Model& model, RunRequest request, ArrayMap inputs, Pass pass);

    [[nodiscard]] Result<Laboratory> withSwaps(std::span<const SwapWord> swaps, const Monitor& monitor) const;
    [[nodiscard]] Result<std::vector<explain::SiteEdit>> patchFrom(const PatchActivation& patch,
                                                                   const Monitor& monitor) const;
    [[nodiscard]] Result<models::PreparedSample> without(std::span<const Erase> erased) const;

    const models::Model& m_model;
    RunRequest m_request;
    ArrayMap m_inputs;
    Pass m_pass;
    std::map<std::string, explain::MapAxes> m_axes;
};

// Keeps every map and every place that activations can be patched at.
[[nodiscard]] Plan watchEverything();

// A target as a number; the run of a sample that is cut already, without watching it.
[[nodiscard]] Result<double> targetOf(const models::Model& model, const models::PreparedSample& sample,
                                      const Target& target, const Monitor& monitor);

} // namespace triptych::engine
