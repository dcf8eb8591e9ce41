// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/error.h"

namespace triptych::projects {

// Reads fields of one JSON object and remembers the first thing that is wrong, so that callers read on and ask once.
// A missing field gives the fallback; a field of another type than asked for is an error.
class JsonReader {
public:
    JsonReader(QJsonObject object, std::string where);

    [[nodiscard]] bool has(const char* key) const;
    [[nodiscard]] std::string text(const char* key, std::string fallback = {});
    // A string, or null, which counts as missing.
    [[nodiscard]] std::optional<std::string> optionalText(const char* key);
    [[nodiscard]] double number(const char* key, double fallback = 0);
    [[nodiscard]] int integer(const char* key, int fallback = 0);
    [[nodiscard]] std::vector<std::string> texts(const char* key);
    [[nodiscard]] std::vector<int> integers(const char* key);
    [[nodiscard]] QJsonObject object(const char* key);
    [[nodiscard]] QJsonArray array(const char* key);
    // The objects of an array of objects.
    [[nodiscard]] std::vector<QJsonObject> objects(const char* key);

    void fail(const char* key, const std::string& expected);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    [[nodiscard]] QJsonValue value(const char* key) const;

    QJsonObject m_object;
    std::string m_where;
    std::optional<Error> m_error;
};

} // namespace triptych::projects
