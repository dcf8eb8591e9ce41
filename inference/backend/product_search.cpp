// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/product_search.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/devices.h"
#include "inference/backend/guard.h"

namespace triptych::backend {

namespace {

constexpr std::int64_t mostProducts = std::int64_t{1} << 26; // 256 MiB of scores at once

// A view of values that nobody writes to.
at::Tensor matrixOf(std::span<const float> values, std::int64_t rows, std::int64_t width) {
    return at::from_blob(const_cast<float*>(values.data()), {rows, width}, at::kFloat);
}

// Row after row of `found` [count, kept] into rows of k that were filled before.
template<typename T>
void copyRows(const at::Tensor& found, std::span<T> rows) {
    const at::Tensor plain = found.to(at::kCPU).contiguous();
    const T* from = plain.const_data_ptr<T>();
    const auto kept = static_cast<std::size_t>(plain.size(1));
    const std::size_t k = rows.size() / static_cast<std::size_t>(plain.size(0));
    for (std::size_t begin = 0; begin < rows.size(); begin += k, from += kept)
        std::copy_n(from, kept, rows.begin() + static_cast<std::ptrdiff_t>(begin));
}

} // namespace

Result<ProductSearch> ProductSearch::open(std::span<const float> table, std::int64_t rows, std::int64_t width,
                                          const std::string& device) {
    return resolveDevice(device).and_then([&](const std::string& resolved) {
        return guarded("index", [&]() -> Result<ProductSearch> {
            const at::NoGradGuard noGradients;
            return ProductSearch(matrixOf(table, rows, width).to(at::Device(resolved), at::kFloat, false, true));
        });
    });
}

Result<void> ProductSearch::search(std::span<const float> queries, std::int64_t count, std::span<std::int64_t> ids,
                                   std::span<float> scores) const {
    std::ranges::fill(ids, -1);
    std::ranges::fill(scores, std::numeric_limits<float>::lowest());
    if (ids.empty())
        return {};
    return guarded("search", [&]() -> Result<void> {
        const at::NoGradGuard noGradients;
        const std::int64_t k = static_cast<std::int64_t>(ids.size()) / count;
        const std::int64_t kept = std::min(k, m_table.size(0));
        const std::int64_t block = std::max<std::int64_t>(1, mostProducts / m_table.size(0));
        const at::Tensor asked = matrixOf(queries, count, width()).to(m_table.device());
        for (std::int64_t begin = 0; begin < count; begin += block) {
            const std::int64_t rows = std::min(block, count - begin);
            const at::Tensor products = at::matmul(asked.narrow(0, begin, rows), m_table.t());
            const auto [best, places] = at::topk(products, kept);
            const auto from = static_cast<std::size_t>(begin * k);
            const auto length = static_cast<std::size_t>(rows * k);
            copyRows(best, scores.subspan(from, length));
            copyRows(places, ids.subspan(from, length));
        }
        return {};
    });
}

} // namespace triptych::backend
