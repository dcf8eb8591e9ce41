// SPDX-License-Identifier: GPL-3.0-or-later
// Compares what the program computed with a reference, tensor by tensor; the same rules as
// tests/data/parity/compare.py.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <QString>
#include <QStringList>

#include "inference/base/array.h"

namespace triptych::test {

// A tensor passes where |out - expected| <= absolute + relative * max |expected|.
struct Tolerance {
    double absolute = 1e-5;
    double relative = 0;
};

// Measured over all families, float32 against float64 and against fused attention, with room for another order of sums.
inline Tolerance toleranceOf(const std::string& name) {
    if (name == "input.waveform")
        return {1e-2, 0};
    if (name == "input.audio_features")
        return {2e-3, 0};
    if (name.starts_with("grad."))
        return {1e-7, 1e-4};
    if (name.ends_with("attention") || name.ends_with("deformable.weights"))
        return {2e-5, 0};
    if (name.starts_with("scores.") || name.starts_with("logits."))
        return {2e-5, 2e-5};
    return {1e-5, name.starts_with("input.") || name.starts_with("embedding.") ? 0 : 1e-5};
}

// 1 = token of `input.attention_mask`; produced tokens follow the prompt.
class TokenRows {
public:
    explicit TokenRows(const ArrayMap& expected) {
        if (const auto found = expected.find("input.attention_mask"); found != expected.end())
            m_mask = std::get_if<IntArray>(&found->second);
    }

    // Whether this element of a text-side attention map [batch, head, query, key] belongs to a padding query.
    [[nodiscard]] bool isPadding(const std::string& name, const Shape& shape, std::size_t element) const {
        static constexpr std::array towers{"text", "decoder", "fusion", "fusion_text"};
        const std::string full = name.starts_with("grad.") ? name.substr(5) : name;
        const std::string tower = full.substr(0, full.find('.'));
        if (m_mask == nullptr || shape.size() != 4 || std::ranges::find(towers, tower) == towers.end())
            return false;
        const auto keys = static_cast<std::size_t>(shape[3]);
        const auto queries = static_cast<std::size_t>(shape[2]);
        const std::size_t query = element / keys % queries;
        const std::size_t row = element / keys / queries / static_cast<std::size_t>(shape[1]);
        const auto width = static_cast<std::size_t>(m_mask->extent(1));
        return queries >= width && query < width && m_mask->values()[row * width + query] == 0;
    }

private:
    const IntArray* m_mask = nullptr;
};

// What is wrong with one tensor; empty where nothing is. Gradients may have more batch rows than the reference.
inline QString complaint(const std::string& name, const FloatArray& out, const FloatArray& expected,
                         const TokenRows& rows) {
    Shape shape = out.shape();
    if (name.starts_with("grad.") && !shape.empty() && shape[0] > expected.extent(0))
        shape[0] = expected.extent(0);
    if (shape != expected.shape())
        return QStringLiteral("another shape");
    double error = 0;
    double scale = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (rows.isPadding(name, expected.shape(), i))
            continue;
        if (!std::isfinite(out.values()[i]))
            return QStringLiteral("not finite");
        error = std::max(error, std::abs(double{out.values()[i]} - expected.values()[i]));
        scale = std::max(scale, std::abs(double{expected.values()[i]}));
    }
    const Tolerance tolerance = toleranceOf(name);
    const double limit = tolerance.absolute + tolerance.relative * scale;
    return error <= limit ? QString() : QStringLiteral("error %1, limit %2").arg(error).arg(limit);
}

// "name: complaint" for every expected tensor that is missing or differs.
inline QStringList complaints(const ArrayMap& out, const ArrayMap& expected) {
    QStringList found;
    const TokenRows rows(expected);
    for (const auto& [name, reference] : expected) {
        const auto computed = out.find(name);
        QString complaintText;
        if (computed == out.end())
            complaintText = QStringLiteral("missing");
        else if (const auto* floats = std::get_if<FloatArray>(&reference)) {
            const auto* own = std::get_if<FloatArray>(&computed->second);
            complaintText = own != nullptr ? complaint(name, *own, *floats, rows) : QStringLiteral("not float");
        } else if (computed->second != reference)
            complaintText = QStringLiteral("ids, masks or positions differ");
        if (!complaintText.isEmpty())
            found += QString::fromStdString(name) + QStringLiteral(": ") + complaintText;
    }
    return found;
}

} // namespace triptych::test
