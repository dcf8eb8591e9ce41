// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/settings_text.h"

#include <QString>
#include <algorithm>
#include <array>

namespace triptych::widgets {

namespace {

constexpr std::array headModes{"one", "mean", "max"};
constexpr std::array rangeModes{"per_map", "fixed"};
constexpr std::array directions{"looks_at", "looked_at_by"};

std::string fromNumber(double value) {
    return QString::number(value, 'g', 9).toStdString();
}

class Reader {
public:
    explicit Reader(const std::map<std::string, std::string>& texts)
        : m_texts(texts) {}

    void number(const char* name, double& value) const {
        bool isNumber = false;
        const double read = text(name).toDouble(&isNumber);
        if (isNumber)
            value = read;
    }
    void integer(const char* name, int& value) const {
        bool isNumber = false;
        const int read = text(name).toInt(&isNumber);
        if (isNumber)
            value = read;
    }
    void flag(const char* name, bool& value) const {
        if (const QString read = text(name); !read.isEmpty())
            value = read == QLatin1String("true");
    }
    template<typename Enum, std::size_t count>
    void choice(const char* name, const std::array<const char*, count>& ids, Enum& value) const {
        const std::string read = text(name).toStdString();
        const auto found = std::find(ids.begin(), ids.end(), read);
        if (found != ids.end())
            value = static_cast<Enum>(found - ids.begin());
    }
    [[nodiscard]] QString text(const char* name) const {
        const auto found = m_texts.find(name);
        return found == m_texts.end() ? QString() : QString::fromStdString(found->second);
    }

private:
    const std::map<std::string, std::string>& m_texts;
};

} // namespace

std::map<std::string, std::string> toTexts(const DisplayValues& values) {
    return {{"layer", std::to_string(values.layer)},
            {"head_mode", headModes[static_cast<std::size_t>(values.headMode)]},
            {"head", std::to_string(values.head)},
            {"colour_map", values.colourMap},
            {"range", rangeModes[static_cast<std::size_t>(values.rangeMode)]},
            {"fixed_maximum", fromNumber(values.fixedMaximum)},
            {"opacity", fromNumber(values.opacity)},
            {"grid", values.showGrid ? "true" : "false"},
            {"outline", values.showOutline ? "true" : "false"},
            {"direction", directions[static_cast<std::size_t>(values.direction)]},
            {"link_threshold", fromNumber(values.linkThreshold)}};
}

DisplayValues fromTexts(const std::map<std::string, std::string>& texts, DisplayValues fallback) {
    DisplayValues values = std::move(fallback);
    const Reader reader(texts);
    reader.integer("layer", values.layer);
    reader.choice("head_mode", headModes, values.headMode);
    reader.integer("head", values.head);
    if (const QString map = reader.text("colour_map"); !map.isEmpty())
        values.colourMap = map.toStdString();
    reader.choice("range", rangeModes, values.rangeMode);
    reader.number("fixed_maximum", values.fixedMaximum);
    reader.number("opacity", values.opacity);
    values.opacity = std::clamp(values.opacity, 0.0, 1.0);
    reader.flag("grid", values.showGrid);
    reader.flag("outline", values.showOutline);
    reader.choice("direction", directions, values.direction);
    reader.number("link_threshold", values.linkThreshold);
    return values;
}

} // namespace triptych::widgets
