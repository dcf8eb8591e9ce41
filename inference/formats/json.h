// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "inference/base/error.h"

namespace triptych::formats {

using Json = nlohmann::json;

// What an untrusted document may cost.
struct JsonLimits {
    std::uint64_t maxBytes = 10'000'000;
    std::size_t maxDepth = 64;
    std::size_t maxValues = 4'000'000;
};

inline constexpr JsonLimits tokenizerJsonLimits{200'000'000, 64, 8'000'000};

// Strict JSON: UTF-8, one document, no duplicate keys (an auditor and a loader could see different ones), within the
// limits. `where` names the document in errors.
[[nodiscard]] Result<Json> parseJson(std::string_view text, const std::string& where, const JsonLimits& limits = {});
[[nodiscard]] Result<Json> readJsonFile(const std::filesystem::path& file, const JsonLimits& limits = {});

// The value as T: bool, int, std::int64_t, double, std::string, or a vector of one of them. BadFormat, with `where` and
// what was expected, when the type differs or an integer does not fit.
template<typename T>
[[nodiscard]] Result<T> jsonValue(const Json& value, const std::string& where);

// A member that must be there.
template<typename T>
[[nodiscard]] Result<T> jsonMember(const Json& object, const std::string& key, const std::string& where);

// A member that may be absent or null, which gives the fallback; a wrong type is still an error.
template<typename T>
[[nodiscard]] Result<T> jsonMemberOr(const Json& object, const std::string& key, T fallback, const std::string& where);

} // namespace triptych::formats
