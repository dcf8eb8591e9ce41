// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/units.h"

#include <algorithm>

namespace triptych::explain {

namespace {

// [row, col] of the patch grid, or one row where the units are no grid.
Shape unitShape(const AxisSegment& segment, const ShownInputs& shown) {
    if (segment.modality != Modality::Image)
        return {segment.count};
    if (shown.patchGrid.count() == segment.count)
        return {shown.patchGrid.rows, shown.patchGrid.cols};
    return {1, segment.count};
}

// Without tokens (prepared inputs) nobody knows which ones are special.
bool isShownUnit(const AxisSegment& segment, std::size_t unit, const ShownInputs& shown) {
    if (segment.modality != Modality::Text || shown.tokens.empty())
        return true;
    return unit < shown.tokens.size() && !shown.tokens[unit].special;
}

FloatArray& unitsOf(Relevance& relevance, Modality modality) {
    switch (modality) {
    case Modality::Image:
        return relevance.image;
    case Modality::Text:
        return relevance.text;
    case Modality::Audio:
        break;
    }
    return relevance.audio;
}

// nullptr where people are not shown links of this direction.
FloatArray* linksOf(Links& links, Modality row, Modality column) {
    if (row == Modality::Text && column == Modality::Image)
        return &links.textImage;
    if (row == Modality::Audio && column == Modality::Image)
        return &links.audioImage;
    if (row == Modality::Text && column == Modality::Audio)
        return &links.textAudio;
    if (row == Modality::Audio && column == Modality::Text)
        return &links.audioText;
    return nullptr;
}

FloatArray block(const numerics::Matrix& weights, const AxisSegment& rows, const AxisSegment& columns,
                 const ShownInputs& shown) {
    Shape shape{rows.count};
    for (const std::int64_t extent : unitShape(columns, shown))
        shape.push_back(extent);
    FloatArray result(std::move(shape));
    const auto width = static_cast<std::size_t>(columns.count);
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows.count); ++r) {
        const auto from = weights.row(static_cast<std::size_t>(rows.begin) + r);
        std::ranges::copy(from.subspan(static_cast<std::size_t>(columns.begin), width),
                          result.values().subspan(r * width, width).begin());
    }
    return result;
}

} // namespace

void addToUnits(Relevance& relevance, const ShownInputs& shown, const Segments& segments,
                std::span<const float> values) {
    for (const AxisSegment& segment : segments) {
        FloatArray& units = unitsOf(relevance, segment.modality);
        if (units.empty())
            units = FloatArray(unitShape(segment, shown));
        for (std::size_t unit = 0; unit < std::min(units.size(), static_cast<std::size_t>(segment.count)); ++unit)
            if (isShownUnit(segment, unit, shown))
                units.values()[unit] += values[static_cast<std::size_t>(segment.begin) + unit];
    }
}

void setLinks(Links& links, const ShownInputs& shown, const Segments& rows, const Segments& columns,
              const numerics::Matrix& weights) {
    for (const AxisSegment& row : rows)
        for (const AxisSegment& column : columns)
            if (FloatArray* target = linksOf(links, row.modality, column.modality))
                *target = block(weights, row, column, shown);
}

} // namespace triptych::explain
