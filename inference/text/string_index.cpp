// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/string_index.h"

#include <cstring>

namespace triptych::text {

namespace {

constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;

std::uint64_t mixed(std::uint64_t value) {
    value *= odd;
    return value ^ (value >> 32);
}

std::uint32_t hashOfKey(std::string_view key) {
    std::uint64_t hash = key.size();
    const char* data = key.data();
    std::size_t left = key.size();
    for (; left >= 8; left -= 8, data += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, data, 8);
        hash = mixed(hash ^ word);
    }
    std::uint64_t rest = 0;
    if (left > 0)
        std::memcpy(&rest, data, left);
    return static_cast<std::uint32_t>(mixed(mixed(hash ^ rest)));
}

} // namespace

std::size_t StringIndex::slotOf(std::string_view key, std::uint32_t hash) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t i = hash & mask;
    for (; m_slots[i].offset != none; i = (i + 1) & mask) {
        const Slot& slot = m_slots[i];
        if (slot.hash == hash && std::string_view(m_keys.data() + slot.offset, slot.length) == key)
            break;
    }
    return i;
}

std::uint32_t StringIndex::find(std::string_view key) const {
    return m_slots.empty() ? none : m_slots[slotOf(key, hashOfKey(key))].value;
}

void StringIndex::insert(std::string_view key, std::uint32_t value) {
    if ((m_count + 1) * 2 > m_slots.size())
        grow();
    const std::uint32_t hash = hashOfKey(key);
    Slot& slot = m_slots[slotOf(key, hash)];
    if (slot.offset == none) {
        slot = {hash, static_cast<std::uint32_t>(key.size()), m_keys.size(), value};
        m_keys += key;
        ++m_count;
    }
    slot.value = value;
}

void StringIndex::clear() {
    m_keys.clear();
    m_slots.assign(m_slots.size(), Slot{});
    m_count = 0;
}

void StringIndex::grow() {
    std::vector<Slot> old(m_slots.empty() ? 64 : m_slots.size() * 2);
    old.swap(m_slots);
    const std::size_t mask = m_slots.size() - 1;
    for (const Slot& slot : old) {
        if (slot.offset == none)
            continue;
        std::size_t i = slot.hash & mask;
        while (m_slots[i].offset != none)
            i = (i + 1) & mask;
        m_slots[i] = slot;
    }
}

} // namespace triptych::text
