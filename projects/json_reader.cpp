// SPDX-License-Identifier: GPL-3.0-or-later
#include "projects/json_reader.h"

#include <QJsonValue>
#include <cmath>

namespace triptych::projects {

JsonReader::JsonReader(QJsonObject object, std::string where)
    : m_object(std::move(object))
    , m_where(std::move(where)) {
}

QJsonValue JsonReader::value(const char* key) const {
    return m_object.value(QLatin1String(key));
}

bool JsonReader::has(const char* key) const {
    return m_object.contains(QLatin1String(key));
}

void JsonReader::fail(const char* key, const std::string& expected) {
    if (!m_error)
        m_error = Error{ErrorCode::BadFormat,
                        std::string("\"") + key + "\" should be " + expected + "; correct the file and open it again.",
                        m_where};
}

std::string JsonReader::text(const char* key, std::string fallback) {
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return fallback;
    if (!found.isString())
        fail(key, "a text");
    return found.toString().toStdString();
}

std::optional<std::string> JsonReader::optionalText(const char* key) {
    const QJsonValue found = value(key);
    if (found.isUndefined() || found.isNull())
        return std::nullopt;
    return text(key);
}

double JsonReader::number(const char* key, double fallback) {
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return fallback;
    if (!found.isDouble())
        fail(key, "a number");
    return found.toDouble();
}

int JsonReader::integer(const char* key, int fallback) {
    const double found = number(key, fallback);
    if (found != std::floor(found) || std::abs(found) > 1e9) {
        fail(key, "a whole number");
        return fallback;
    }
    return static_cast<int>(found);
}

std::vector<std::string> JsonReader::texts(const char* key) {
    std::vector<std::string> result;
    for (const QJsonValue& element : array(key)) {
        if (!element.isString())
            fail(key, "a list of texts");
        result.push_back(element.toString().toStdString());
    }
    return result;
}

std::vector<int> JsonReader::integers(const char* key) {
    std::vector<int> result;
    for (const QJsonValue& element : array(key)) {
        if (!element.isDouble())
            fail(key, "a list of whole numbers");
        result.push_back(element.toInt());
    }
    return result;
}

QJsonObject JsonReader::object(const char* key) {
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isObject())
        fail(key, "an object");
    return found.toObject();
}

QJsonArray JsonReader::array(const char* key) {
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isArray())
        fail(key, "a list");
    return found.toArray();
}

std::vector<QJsonObject> JsonReader::objects(const char* key) {
    std::vector<QJsonObject> result;
    for (const QJsonValue& element : array(key)) {
        if (!element.isObject())
            fail(key, "a list of objects");
        result.push_back(element.toObject());
    }
    return result;
}

} // namespace triptych::projects
