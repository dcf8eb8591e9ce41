// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors as one byte a number: a quarter of the memory that walking over floats would read.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "inference/embedding/huge_pages.h"

namespace triptych::embedding {

// Inner products of vectors of bytes of one length, exact up to 133,000 numbers; a vector that is multiplied many times
// is widened once.
[[nodiscard]] std::int32_t innerProduct(std::span<const std::int8_t> a, std::span<const std::int8_t> b);
[[nodiscard]] std::int32_t innerProduct(std::span<const std::int16_t> a, std::span<const std::int8_t> b);

// A vector v as v / scale, rounded; scale is its largest magnitude over 127.
struct CodedVector {
    std::vector<std::int16_t> codes; // of a byte each
    float scale = 0;
};
void code(std::span<const float> vector, CodedVector& coded);

class CodedRows {
public:
    explicit CodedRows(std::int64_t width)
        : m_width(static_cast<std::size_t>(width)) {}

    void add(std::span<const float> rows);
    void clear();
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_scales.size()); }
    [[nodiscard]] std::size_t width() const { return m_width; }

    // Inner products, off by less than a hundredth of the product of the lengths.
    [[nodiscard]] float product(const CodedVector& query, std::int64_t row) const;
    [[nodiscard]] float product(std::int64_t one, std::int64_t other) const;

    // Tells the processor that the row is multiplied soon.
    void fetch(std::int64_t row) const;

private:
    [[nodiscard]] std::span<const std::int8_t> codes(std::int64_t row) const {
        return std::span(m_codes).subspan(static_cast<std::size_t>(row) * m_width, m_width);
    }
    [[nodiscard]] float scale(std::int64_t row) const { return m_scales[static_cast<std::size_t>(row)]; }

    std::size_t m_width;
    std::vector<std::int8_t, HugePageAllocator<std::int8_t>> m_codes;
    std::vector<float> m_scales;
};

} // namespace triptych::embedding
