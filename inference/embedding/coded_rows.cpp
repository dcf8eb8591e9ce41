// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/coded_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "inference/embedding/wide_instructions.h"

namespace triptych::embedding {

namespace {

constexpr float largestCode = 127;
constexpr std::size_t block = 64;

// Widened block by block, because processors multiply and add pairs of 16 bits at once.
template<typename A>
[[gnu::always_inline]] inline std::int32_t productOf(std::span<const A> a, std::span<const std::int8_t> b) {
    std::int32_t sum = 0;
    std::size_t i = 0;
    for (; i + block <= b.size(); i += block) {
        std::array<std::int16_t, block> wideA;
        std::array<std::int16_t, block> wideB;
        for (std::size_t j = 0; j < block; ++j) {
            wideA[j] = a[i + j];
            wideB[j] = b[i + j];
        }
        for (std::size_t j = 0; j < block; ++j)
            sum += wideA[j] * wideB[j];
    }
    for (; i < b.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

} // namespace

TRIPTYCH_WIDE_INSTRUCTIONS
std::int32_t innerProduct(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
    return productOf(a, b);
}

TRIPTYCH_WIDE_INSTRUCTIONS
std::int32_t innerProduct(std::span<const std::int16_t> a, std::span<const std::int8_t> b) {
    return productOf(a, b);
}

void code(std::span<const float> vector, CodedVector& coded) {
    float largest = 0;
    for (const float value : vector)
        largest = std::max(largest, std::abs(value));
    coded.scale = largest / largestCode;
    coded.codes.resize(vector.size());
    const float factor = largest > 0 ? largestCode / largest : 0;
    std::ranges::transform(vector, coded.codes.begin(),
                           [&](float value) { return static_cast<std::int16_t>(std::lround(value * factor)); });
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
