// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/sink_filter.h"

#include <algorithm>

#include "inference/explain/descriptor_parts.h"
#include "inference/numerics/attention_sinks.h"

namespace triptych::explain {

std::vector<ParameterDescriptor> sinkParameters() {
    return {choiceParameter("sinks", "Attention sinks", {"keep", "mask"}),
            realParameter("sink_factor", "Sink from, times the even share", "8", 1, 1000)};
}

Result<numerics::Matrix> SinkFilter::read(const MapPlace& place, numerics::HeadChoice heads) {
    return readMap(m_trace, place).map([&](const FloatArray& map) {
        numerics::Matrix reduced = numerics::reduceHeads(map, heads);
        const std::vector<std::size_t> sinks = numerics::attentionSinks(map, m_factor);
        m_most = std::max(m_most, sinks.size());
        if (m_masks)
            numerics::removeColumns(reduced, sinks);
        return reduced;
    });
}

} // namespace triptych::explain
