// SPDX-License-Identifier: GPL-3.0-or-later
// How far two runs of the same request lie apart.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <variant>

#include "inference/base/array.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/run_result.h"

namespace triptych::test {

struct Difference {
    double largest = 0;  // of the absolute differences
    double relative = 0; // by the largest value

    void widen(const Difference& other) {
        largest = std::max(largest, other.largest);
        relative = std::max(relative, other.relative);
    }
};

inline constexpr Difference incomparable{std::numeric_limits<double>::infinity(),
                                         std::numeric_limits<double>::infinity()};

template<typename T>
Difference difference(const NdArray<T>& one, const NdArray<T>& other) {
    if (one.shape() != other.shape())
        return incomparable;
    Difference found;
    double magnitude = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const auto value = static_cast<double>(one.values()[i]);
        found.largest = std::max(found.largest, std::abs(value - static_cast<double>(other.values()[i])));
        magnitude = std::max(magnitude, std::abs(value));
    }
    found.relative = magnitude > 0 ? found.largest / magnitude : found.largest;
    return found;
}

inline Difference difference(const AnyArray& one, const AnyArray& other) {
    return std::visit(
        [&](const auto& array) {
            const auto* same = std::get_if<std::decay_t<decltype(array)>>(&other);
            return same != nullptr ? difference(array, *same) : incomparable;
        },
        one);
}

inline Difference difference(const Relevance& one, const Relevance& other) {
    Difference widest;
    for (const auto part : {&Relevance::image, &Relevance::pixels, &Relevance::text, &Relevance::audio})
        widest.widen(difference(one.*part, other.*part));
    for (const auto part : {&Links::textImage, &Links::audioImage, &Links::textAudio, &Links::audioText})
        widest.widen(difference(one.links.*part, other.links.*part));
    return widest;
}

// The method's parameters for as few passes as it can do with: what is compared shows in few as well as in many.
inline std::map<std::string, std::string> fewPasses(const MethodDescriptor& method) {
    static const std::map<std::string, std::string> few{
        {"masks", "10"}, {"samples", "8"}, {"steps", "3"}, {"permutations", "2"}};
    std::map<std::string, std::string> parameters;
    for (const ParameterDescriptor& parameter : method.parameters)
        if (const auto found = few.find(parameter.name); found != few.end())
            parameters.insert(*found);
    return parameters;
}

} // namespace triptych::test
