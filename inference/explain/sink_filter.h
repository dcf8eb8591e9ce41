// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "inference/explain/parameters.h"
#include "inference/explain/trace_maps.h"

namespace triptych::explain {

// The parameters "sinks" and "sink_factor" of methods that read attention.
[[nodiscard]] std::vector<ParameterDescriptor> sinkParameters();

// Reads maps as one matrix each, without the attention that sinks receive where "sinks" is "mask".
class SinkFilter {
public:
    SinkFilter(const backend::Trace& trace, const Parameters& parameters)
        : m_trace(trace)
        , m_factor(parameters.real("sink_factor"))
        , m_masks(parameters.text("sinks") == "mask") {}

    // As readMap.
    [[nodiscard]] Result<numerics::Matrix> read(const MapPlace& place, numerics::HeadChoice heads);

    // The figure "sinks": how many were found in the map that has most of them.
    void describe(Relevance& relevance) const { relevance.figures["sinks"] = static_cast<double>(m_most); }

private:
    const backend::Trace& m_trace;
    double m_factor;
    bool m_masks;
    std::size_t m_most = 0;
};

} // namespace triptych::explain
