// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/config_view.h"

#include <utility>

namespace triptych::models {

namespace {

constexpr int largestSize = 1 << 24;
constexpr int mostLayers = 1000;

} // namespace

ConfigView::ConfigView(formats::Json object, std::string where)
    : m_object(object.is_object() ? std::move(object) : formats::Json::object())
    , m_where(std::move(where))
    , m_error(std::make_shared<std::optional<Error>>()) {
}

bool ConfigView::has(const std::string& key) const {
    const auto found = m_object.find(key);
    return found != m_object.end() && !found->is_null();
}

template<typename T>
T ConfigView::value(const std::string& key, T fallback) const {
    auto read = formats::jsonMemberOr<T>(m_object, key, fallback, m_where);
    if (read)
        return *std::move(read);
    if (!*m_error)
        *m_error = read.error();
    return fallback;
}

int ConfigView::bounded(const std::string& key, int fallback, int lowest, int highest) const {
    const int read = integer(key, fallback);
    if (read >= lowest && read <= highest)
        return read;
    require(false, "\"" + key + "\" is " + std::to_string(read) + ", outside " + std::to_string(lowest) + " to " +
                       std::to_string(highest) + "; the configuration is damaged.");
    return fallback;
}

int ConfigView::integer(const std::string& key, int fallback) const {
    return value<int>(key, fallback);
}

int ConfigView::size(const std::string& key, int fallback) const {
    return bounded(key, fallback, 1, largestSize);
}

int ConfigView::layers(const std::string& key, int fallback) const {
    return bounded(key, fallback, 0, mostLayers);
}

double ConfigView::real(const std::string& key, double fallback) const {
    return value<double>(key, fallback);
}

bool ConfigView::flag(const std::string& key, bool fallback) const {
    return value<bool>(key, fallback);
}

std::string ConfigView::text(const std::string& key, const std::string& fallback) const {
    return value<std::string>(key, fallback);
}

std::vector<int> ConfigView::integers(const std::string& key, std::vector<int> fallback) const {
    return value<std::vector<int>>(key, std::move(fallback));
}

std::vector<double> ConfigView::reals(const std::string& key, std::vector<double> fallback) const {
    return value<std::vector<double>>(key, std::move(fallback));
}

ConfigView ConfigView::section(const std::string& key) const {
    const auto found = m_object.find(key);
    ConfigView view(found == m_object.end() || found->is_null() ? formats::Json::object() : *found,
                    m_where + " \"" + key + "\"");
    view.m_error = m_error;
    require(found == m_object.end() || found->is_null() || found->is_object(), "\"" + key + "\" is not an object.");
    return view;
}

void ConfigView::require(bool holds, const std::string& sentence) const {
    if (!holds && !*m_error)
        *m_error = Error{ErrorCode::BadFormat, sentence, m_where};
}

} // namespace triptych::models
