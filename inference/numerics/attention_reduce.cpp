// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/attention_reduce.h"

#include <algorithm>
#include <cassert>

namespace triptych::numerics {

namespace {

void accumulate(std::span<const float> head, std::vector<float>& sum) {
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += head[i];
}

void keepLarger(std::span<const float> head, std::vector<float>& largest) {
    for (std::size_t i = 0; i < largest.size(); ++i)
        largest[i] = std::max(largest[i], head[i]);
}

} // namespace

Matrix reduceHeads(std::span<const float> attention, std::size_t heads, std::size_t queries, std::size_t keys,
                   HeadChoice choice) {
    const std::size_t size = queries * keys;
    assert(heads > 0 && attention.size() == heads * size);
    Matrix result(queries, keys);
    const std::size_t first = choice.kind == HeadChoice::Kind::One ? choice.head : 0;
    assert(first < heads);
    std::ranges::copy(attention.subspan(first * size, size), result.values.begin());
    if (choice.kind == HeadChoice::Kind::One)
        return result;
    for (std::size_t head = 1; head < heads; ++head) {
        const auto values = attention.subspan(head * size, size);
        choice.kind == HeadChoice::Kind::Max ? keepLarger(values, result.values) : accumulate(values, result.values);
    }
    if (choice.kind == HeadChoice::Kind::Mean)
        for (float& value : result.values)
            value /= static_cast<float>(heads);
    return result;
}

Matrix reduceHeads(const FloatArray& attention, HeadChoice choice) {
    assert(attention.rank() == 3);
    return reduceHeads(attention.values(), static_cast<std::size_t>(attention.extent(0)),
                       static_cast<std::size_t>(attention.extent(1)), static_cast<std::size_t>(attention.extent(2)),
                       choice);
}

} // namespace triptych::numerics
