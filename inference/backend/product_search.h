// SPDX-License-Identifier: GPL-3.0-or-later
// Nearest rows by matrix products on a device, exactly.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <ATen/core/Tensor.h>

#include "inference/base/error.h"

namespace triptych::backend {

class ProductSearch {
public:
    // Copies `table` [rows, width] to the device ("auto", "cpu", "cuda:0"). DeviceUnavailable; OutOfMemory.
    [[nodiscard]] static Result<ProductSearch> open(std::span<const float> table, std::int64_t rows, std::int64_t width,
                                                    const std::string& device);

    // The rows of the largest inner products with each of `count` queries [count, width], best first, into `ids` and
    // `scores` [count, k]. Where the table has fewer than k rows, ids end with -1 and scores with the lowest number.
    // OutOfMemory.
    [[nodiscard]] Result<void> search(std::span<const float> queries, std::int64_t count, std::span<std::int64_t> ids,
                                      std::span<float> scores) const;

    [[nodiscard]] std::int64_t width() const { return m_table.size(1); }

private:
    explicit ProductSearch(at::Tensor table)
        : m_table(std::move(table)) {}

    at::Tensor m_table;
};

} // namespace triptych::backend
