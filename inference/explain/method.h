// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/backend/trace.h"
#include "inference/base/progress.h"
#include "inference/contract/coalition_game.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/run_result.h"
#include "inference/explain/parameters.h"
#include "inference/models/model.h"

namespace triptych::explain {

// What a method may look at: a finished forward pass, and the model for methods that run it again.
struct ExplainInput {
    const models::Model& model;
    const models::PreparedSample& sample;
    // Every attention map is recorded where the method needs attention, and in the autograd graph where it needs
    // gradients.
    const backend::Trace& trace;
    Target target; // never Default
    Parameters parameters;
    std::uint64_t seed = 0; // of everything random
};

// An explanation method. Stateless; explain() may be called from several threads at once with inputs of their own.
class Method {
public:
    virtual ~Method() = default;

    [[nodiscard]] virtual const MethodDescriptor& descriptor() const = 0;

    // How many passes of the model it makes beyond the watched one, for a sample of so many units: a bound, since parts
    // of passes are shared and masks may be fewer.
    [[nodiscard]] virtual std::int64_t passes(const Parameters& /*parameters*/, const UnitCounts& /*units*/) const {
        return 0;
    }

    // Raw values: no division by sum or maximum, no resizing. Arrays that the method or the sample does not yield stay
    // empty. A method that refines its map step by step gives the map so far when it is cancelled after the first step;
    // the others give Canceled.
    [[nodiscard]] virtual Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const = 0;
};

} // namespace triptych::explain
