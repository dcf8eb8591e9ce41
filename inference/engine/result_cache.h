// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "inference/contract/run_result.h"

namespace triptych::engine {

// Bytes that the arrays, pictures and sounds of a result hold.
[[nodiscard]] std::int64_t sizeOf(const RunResult& result);

// Finished results by key, within a budget; the least recently used one leaves first. Thread-safe.
class ResultCache {
public:
    using Entry = std::shared_ptr<const RunResult>;

    explicit ResultCache(std::int64_t budgetBytes);

    [[nodiscard]] Entry find(const std::string& key);
    // A result larger than the budget is not kept.
    void insert(const std::string& key, Entry result);

    [[nodiscard]] std::int64_t bytes() const;
    [[nodiscard]] std::int64_t budgetBytes() const { return m_budgetBytes; }

private:
    struct Stored {
        std::string key;
        Entry result;
        std::int64_t bytes = 0;
    };

    void removeOldest();

    const std::int64_t m_budgetBytes;
    mutable std::mutex m_mutex;
    std::list<Stored> m_stored; // most recently used first
    std::unordered_map<std::string, std::list<Stored>::iterator> m_byKey;
    std::int64_t m_bytes = 0;
};

} // namespace triptych::engine
