// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/json.h"

#include <cmath>
#include <limits>

#include "inference/formats/file_bytes.h"

namespace triptych::formats {

namespace {

// Builds the document from parser events, so that limits and duplicate keys are seen before anything grows.
class StrictBuilder {
public:
    explicit StrictBuilder(const JsonLimits& limits)
        : m_limits(limits) {}

    bool null() { return insert(nullptr) != nullptr; }
    bool boolean(bool value) { return insert(value) != nullptr; }
    bool number_integer(std::int64_t value) { return insert(value) != nullptr; }
    bool number_unsigned(std::uint64_t value) { return insert(value) != nullptr; }
    bool number_float(double value, const std::string&) { return insert(value) != nullptr; }
    bool string(std::string& value) { return insert(std::move(value)) != nullptr; }
    bool binary(Json::binary_t&) { return false; }

    bool start_object(std::size_t) { return open(Json::value_t::object); }
    bool start_array(std::size_t) { return open(Json::value_t::array); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        if (m_open.back()->contains(name))
            return refuse("the key \"" + name + "\" stands twice in one object");
        m_key = std::move(name);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
        return refuse("it is not valid JSON near byte " + std::to_string(position));
    }

    [[nodiscard]] const std::string& problem() const { return m_problem; }
    [[nodiscard]] Json take() { return std::move(m_root); }

private:
    bool refuse(std::string problem) {
        if (m_problem.empty())
            m_problem = std::move(problem);
        return false;
    }

    Json* insert(Json value) {
        if (++m_values > m_limits.maxValues) {
            refuse("it holds more than " + std::to_string(m_limits.maxValues) + " values");
            return nullptr;
        }
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        Json& parent = *m_open.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        return &(parent[m_key] = std::move(value));
    }

    bool open(Json::value_t type) {
        if (m_open.size() >= m_limits.maxDepth)
            return refuse("it is nested deeper than " + std::to_string(m_limits.maxDepth) + " levels");
        Json* container = insert(Json(type));
        if (container)
            m_open.push_back(container);
        return container != nullptr;
    }

    bool close() {
        m_open.pop_back();
        return true;
    }

    JsonLimits m_limits;
    Json m_root;
    // A container stays where it is while it is open: its parent gets no new member before it is closed.
    std::vector<Json*> m_open;
    std::string m_key;
    std::size_t m_values = 0;
    std::string m_problem;
};

Failure wrongType(const std::string& where, std::string_view expected, const Json& value) {
    return fail(ErrorCode::BadFormat, "Expected " + std::string(expected) + ", found " + value.type_name() + ".",
                where);
}

Result<bool> convert(const Json& value, const std::string& where, const bool*) {
    if (!value.is_boolean())
        return wrongType(where, "true or false", value);
    return value.get<bool>();
}

Result<std::int64_t> convert(const Json& value, const std::string& where, const std::int64_t*) {
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > largest))
        return wrongType(where, "a whole number", value);
    return value.get<std::int64_t>();
}

Result<int> convert(const Json& value, const std::string& where, const int*) {
    const auto wide = convert(value, where, static_cast<const std::int64_t*>(nullptr));
    if (!wide)
        return tl::make_unexpected(wide.error());
    if (*wide < std::numeric_limits<int>::min() || *wide > std::numeric_limits<int>::max())
        return fail(ErrorCode::BadFormat, "The number " + std::to_string(*wide) + " is too large here.", where);
    return static_cast<int>(*wide);
}

Result<double> convert(const Json& value, const std::string& where, const double*) {
    if (!value.is_number() || !std::isfinite(value.get<double>()))
        return wrongType(where, "a number", value);
    return value.get<double>();
}

Result<std::string> convert(const Json& value, const std::string& where, const std::string*) {
    if (!value.is_string())
        return wrongType(where, "a text", value);
    return value.get<std::string>();
}

template<typename T>
Result<std::vector<T>> convert(const Json& value, const std::string& where, const std::vector<T>*) {
    if (!value.is_array())
        return wrongType(where, "a list", value);
    std::vector<T> items;
    items.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        auto item = convert(value[i], where + "[" + std::to_string(i) + "]", static_cast<const T*>(nullptr));
        if (!item)
            return tl::make_unexpected(item.error());
        items.push_back(std::move(*item));
    }
    return items;
}

std::string memberPath(const std::string& where, const std::string& key) {
    return where + " \"" + key + "\"";
}

} // namespace

Result<Json> parseJson(std::string_view text, const std::string& where, const JsonLimits& limits) {
    if (text.size() > limits.maxBytes)
        return fail(ErrorCode::BadFormat, "The document is larger than " + std::to_string(limits.maxBytes) + " bytes.",
                    where);
    // The parser would take a zero byte for the end and ignore what follows.
    if (text.find('\0') != std::string_view::npos)
        return fail(ErrorCode::BadFormat, "The document is refused: it holds a zero byte, so it is not text.", where);
    StrictBuilder builder(limits);
    if (!Json::sax_parse(text.begin(), text.end(), &builder))
        return fail(ErrorCode::BadFormat, "The document is refused: " + builder.problem() + ".", where);
    return builder.take();
}

Result<Json> readJsonFile(const std::filesystem::path& file, const JsonLimits& limits) {
    const auto text = readTextFile(file, limits.maxBytes);
    if (!text)
        return tl::make_unexpected(text.error());
    return parseJson(*text, file.string(), limits);
}

template<typename T>
Result<T> jsonValue(const Json& value, const std::string& where) {
    return convert(value, where, static_cast<const T*>(nullptr));
}

template<typename T>
Result<T> jsonMember(const Json& object, const std::string& key, const std::string& where) {
    if (!object.is_object())
        return wrongType(where, "an object", object);
    const auto member = object.find(key);
    if (member == object.end())
        return fail(ErrorCode::BadFormat, "The entry \"" + key + "\" is missing. Add it, or use a complete file.",
                    where);
    return jsonValue<T>(*member, memberPath(where, key));
}

template<typename T>
Result<T> jsonMemberOr(const Json& object, const std::string& key, T fallback, const std::string& where) {
    if (!object.is_object())
        return wrongType(where, "an object", object);
    const auto member = object.find(key);
    if (member == object.end() || member->is_null())
        return fallback;
    return jsonValue<T>(*member, memberPath(where, key));
}

#define TRIPTYCH_JSON_TYPE(T)                                                                                          \
    template Result<T> jsonValue<T>(const Json&, const std::string&);                                                  \
    template Result<T> jsonMember<T>(const Json&, const std::string&, const std::string&);                             \
    template Result<T> jsonMemberOr<T>(const Json&, const std::string&, T, const std::string&);

TRIPTYCH_JSON_TYPE(bool)
TRIPTYCH_JSON_TYPE(int)
TRIPTYCH_JSON_TYPE(std::int64_t)
TRIPTYCH_JSON_TYPE(double)
TRIPTYCH_JSON_TYPE(std::string)
TRIPTYCH_JSON_TYPE(std::vector<int>)
TRIPTYCH_JSON_TYPE(std::vector<std::int64_t>)
TRIPTYCH_JSON_TYPE(std::vector<double>)
TRIPTYCH_JSON_TYPE(std::vector<std::string>)

#undef TRIPTYCH_JSON_TYPE

} // namespace triptych::formats
