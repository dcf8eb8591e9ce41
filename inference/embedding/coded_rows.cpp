// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/coded_rows.h"

#include <algorithm>
#include <cmath>

#include "inference/embedding/wide_instructions.h"

namespace triptych::embedding {

namespace {

constexpr float largestCode = 127;

} // namespace

TRIPTYCH_WIDE_INSTRUCTIONS
std::int32_t innerProduct(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<std::int16_t>(a[i]) * static_cast<std::int16_t>(b[i]);
    return sum;
}

void code(std::span<const float> vector, CodedVector& coded) {
    float largest = 0;
    for (const float value : vector)
        largest = std::max(largest, std::abs(value));
    coded.scale = largest / largestCode;
    coded.codes.resize(vector.size());
    const float factor = largest > 0 ? largestCode / largest : 0;
    std::ranges::transform(vector, coded.codes.begin(),
                           [&](float value) { return static_cast<std::int8_t>(std::lround(value * factor)); });
}

void CodedRows::add(std::span<const float> rows) {
    CodedVector coded;
    for (; !rows.empty(); rows = rows.subspan(m_width)) {
        code(rows.first(m_width), coded);
        m_codes.insert(m_codes.end(), coded.codes.begin(), coded.codes.end());
        m_scales.push_back(coded.scale);
    }
}

void CodedRows::clear() {
    m_codes.clear();
    m_scales.clear();
}

float CodedRows::product(const CodedVector& query, std::int64_t row) const {
    return query.scale * scale(row) * static_cast<float>(innerProduct(query.codes, codes(row)));
}

float CodedRows::product(std::int64_t one, std::int64_t other) const {
    return scale(one) * scale(other) * static_cast<float>(innerProduct(codes(one), codes(other)));
}

} // namespace triptych::embedding
