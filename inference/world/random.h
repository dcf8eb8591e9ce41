// SPDX-License-Identifier: GPL-3.0-or-later
// A small generator whose numbers are the same on every machine, unlike the standard distributions.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace triptych::world {

// SplitMix64 (Steele, Lea and Flood 2014).
class Random {
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed) {}

    // An independent stream of the same seed.
    Random(std::uint64_t seed, std::uint64_t stream)
        : m_state(scramble(seed) ^ scramble(stream + 0x632be59bd9b4e019ULL)) {}

    std::uint64_t next() { return scramble(m_state += 0x9e3779b97f4a7c15ULL); }

    // Evenly from 0 .. count - 1.
    int below(int count) {
        assert(count > 0);
        return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32);
    }

    // Evenly from first .. last, both included.
    int between(int first, int last) { return first + below(last - first + 1); }

    bool chance(int percent) { return below(100) < percent; }

    template<typename T>
    const T& pick(const std::vector<T>& values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }

    template<typename T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }

    static std::uint64_t scramble(std::uint64_t value) {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    }

private:
    std::uint64_t m_state;
};

} // namespace triptych::world
