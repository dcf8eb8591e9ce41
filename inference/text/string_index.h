// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::text {

// Strings with a number each: a vocabulary, or a cache of words. Open addressing over one block of bytes, because a
// lookup per word or per piece is where a tokenizer spends its time.
class StringIndex {
public:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    // `none` where the key is absent.
    [[nodiscard]] std::uint32_t find(std::string_view key) const;
    // Replaces the value of a key that is there.
    void insert(std::string_view key, std::uint32_t value);
    void clear();
    [[nodiscard]] std::size_t size() const { return m_count; }
    [[nodiscard]] std::size_t keyBytes() const { return m_keys.size(); }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t length = 0;
        std::uint64_t offset = none; // into m_keys; `none` marks an empty slot
        std::uint32_t value = none;
    };

    [[nodiscard]] std::size_t slotOf(std::string_view key, std::uint32_t hash) const;
    void grow();

    std::string m_keys;
    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
};

} // namespace triptych::text
