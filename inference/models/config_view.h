// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/formats/json.h"

namespace triptych::models {

// One object of a published configuration. A missing or null value takes the default that the published class has; the
// first value of a wrong type or range is noted and reported by error(), and the default stands in for it.
class ConfigView {
public:
    ConfigView(formats::Json object, std::string where);

    [[nodiscard]] bool has(const std::string& key) const;
    [[nodiscard]] int integer(const std::string& key, int fallback) const;
    // 1 .. 2^24: widths, counts of heads and tokens. What cannot be a size of a model is an error, not an allocation.
    [[nodiscard]] int size(const std::string& key, int fallback) const;
    // 0 .. 1000.
    [[nodiscard]] int layers(const std::string& key, int fallback) const;
    [[nodiscard]] double real(const std::string& key, double fallback) const;
    [[nodiscard]] bool flag(const std::string& key, bool fallback) const;
    [[nodiscard]] std::string text(const std::string& key, const std::string& fallback) const;
    [[nodiscard]] std::vector<int> integers(const std::string& key, std::vector<int> fallback) const;
    [[nodiscard]] std::vector<double> reals(const std::string& key, std::vector<double> fallback) const;

    // A nested object; empty where there is none. Errors are shared with it.
    [[nodiscard]] ConfigView section(const std::string& key) const;
    [[nodiscard]] const formats::Json& json() const { return m_object; }
    [[nodiscard]] const std::string& where() const { return m_where; }

    // Notes a broken relation between values: heads that do not divide the width.
    void require(bool holds, const std::string& sentence) const;
    [[nodiscard]] std::optional<Error> error() const { return *m_error; }

private:
    template<typename T>
    [[nodiscard]] T value(const std::string& key, T fallback) const;
    [[nodiscard]] int bounded(const std::string& key, int fallback, int lowest, int highest) const;

    formats::Json m_object;
    std::string m_where;
    std::shared_ptr<std::optional<Error>> m_error;
};

} // namespace triptych::models
