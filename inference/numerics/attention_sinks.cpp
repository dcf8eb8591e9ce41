// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/attention_sinks.h"

#include <cassert>
#include <numeric>

namespace triptych::numerics {

std::vector<std::size_t> attentionSinks(const FloatArray& attention, double factor) {
    assert(attention.rank() == 3);
    const auto keys = static_cast<std::size_t>(attention.extent(2));
    std::vector<double> received(keys);
    for (std::size_t i = 0; i < attention.size(); ++i)
        received[i % keys] += static_cast<double>(attention.values()[i]);
    const double even = std::accumulate(received.begin(), received.end(), 0.0) / static_cast<double>(keys);
    std::vector<std::size_t> sinks;
    for (std::size_t key = 0; key < keys; ++key)
        if (even > 0 && received[key] > factor * even)
            sinks.push_back(key);
    return sinks;
}

void removeColumns(Matrix& attention, const std::vector<std::size_t>& columns) {
    for (std::size_t row = 0; row < attention.rows; ++row)
        for (const std::size_t column : columns)
            attention.at(row, column) = 0;
}

} // namespace triptych::numerics
