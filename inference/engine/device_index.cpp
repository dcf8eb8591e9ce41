// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/device_index.h"

#include <utility>

#include "inference/backend/product_search.h"

namespace triptych::engine {

namespace {

bool isGpu(const std::string& device) {
    return device != "cpu";
}

class DeviceIndex final : public embedding::VectorIndex {
public:
    explicit DeviceIndex(backend::ProductSearch search)
        : m_search(std::move(search)) {}

    [[nodiscard]] Result<embedding::Hits> search(const embedding::VectorTable& queries, int k) const override {
        if (queries.width != m_search.width())
            return fail(ErrorCode::InvalidInput, "The queries have another width than the index.", "queries");
        const Shape shape{queries.rows, k};
        embedding::Hits hits{IntArray(shape), FloatArray(shape)};
        return m_search.search(queries.values, queries.rows, hits.ids.values(), hits.scores.values()).map([&] {
            return std::move(hits);
        });
    }

private:
    backend::ProductSearch m_search;
};

} // namespace

IndexKind chooseIndex(IndexKind wanted, const embedding::VectorTable& table, const std::string& device,
                      std::int64_t mostExact) {
    return wanted == IndexKind::Auto && isGpu(device) ? IndexKind::Exact
                                                      : embedding::chooseIndex(wanted, table, mostExact);
}

Result<std::unique_ptr<embedding::VectorIndex>> buildIndex(IndexKind kind, const embedding::VectorTable& table,
                                                           const std::string& device, const Monitor& monitor) {
    if (kind == IndexKind::Exact && isGpu(device) && table.rows > 0 && table.width > 0) {
        auto search = backend::ProductSearch::open(table.values, table.rows, table.width, device);
        if (search)
            return std::make_unique<DeviceIndex>(*std::move(search));
        if (search.error().code != ErrorCode::OutOfMemory)
            return Failure(search.error());
    }
    return embedding::VectorIndex::build(kind, table, monitor);
}

} // namespace triptych::engine
