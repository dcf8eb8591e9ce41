// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace triptych {

using Shape = std::vector<std::int64_t>;

// Product of the extents; 1 for a scalar.
[[nodiscard]] inline std::int64_t elementCount(const Shape& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

// A dense row-major array on the CPU; a plain value that owns its elements.
template<typename T>
class NdArray {
public:
    NdArray() = default;
    explicit NdArray(Shape shape, T fill = T{})
        : m_shape(std::move(shape))
        , m_values(static_cast<std::size_t>(elementCount(m_shape)), fill) {}
    NdArray(Shape shape, std::vector<T> values)
        : m_shape(std::move(shape))
        , m_values(std::move(values)) {
        assert(static_cast<std::int64_t>(m_values.size()) == elementCount(m_shape));
    }

    [[nodiscard]] const Shape& shape() const { return m_shape; }
    [[nodiscard]] std::int64_t extent(std::size_t axis) const { return m_shape.at(axis); }
    [[nodiscard]] std::size_t rank() const { return m_shape.size(); }
    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] bool empty() const { return m_values.empty(); }

    [[nodiscard]] std::span<T> values() { return m_values; }
    [[nodiscard]] std::span<const T> values() const { return m_values; }

    // The contiguous block below a prefix of indices: row({l, h}) of [l, h, q, k] is the q x k matrix.
    [[nodiscard]] std::span<const T> row(std::initializer_list<std::int64_t> prefix) const {
        const auto [offset, length] = blockOf(prefix);
        return std::span<const T>(m_values).subspan(offset, length);
    }
    [[nodiscard]] std::span<T> row(std::initializer_list<std::int64_t> prefix) {
        const auto [offset, length] = blockOf(prefix);
        return std::span<T>(m_values).subspan(offset, length);
    }

    bool operator==(const NdArray&) const = default;

private:
    [[nodiscard]] std::pair<std::size_t, std::size_t> blockOf(std::initializer_list<std::int64_t> prefix) const {
        assert(prefix.size() <= m_shape.size());
        std::size_t offset = 0;
        std::size_t length = m_values.size();
        std::size_t axis = 0;
        for (const std::int64_t index : prefix) {
            assert(index >= 0 && index < m_shape[axis]);
            length /= static_cast<std::size_t>(m_shape[axis++]);
            offset += static_cast<std::size_t>(index) * length;
        }
        return {offset, length};
    }

    Shape m_shape;
    std::vector<T> m_values;
};

using FloatArray = NdArray<float>;
using IntArray = NdArray<std::int64_t>;
using ByteArray = NdArray<std::uint8_t>;
using AnyArray = std::variant<FloatArray, IntArray, ByteArray>;

// Arrays by name, in name order.
using ArrayMap = std::map<std::string, AnyArray>;

} // namespace triptych
