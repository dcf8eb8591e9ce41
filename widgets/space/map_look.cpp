// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/map_look.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "widgets/controls/engine_words.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

// Okabe and Ito 2008, without the black.
constexpr std::array<QRgb, 7> palette{0xFF0072B2, 0xFFE69F00, 0xFF009E73, 0xFFCC79A7,
                                      0xFFD55E00, 0xFF56B4E9, 0xFFB8A800};
constexpr double dimming = 0.72;

QRgb mixed(QRgb from, QRgb to, double share) {
    const auto part = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return qRgb(part(qRed(from), qRed(to)), part(qGreen(from), qGreen(to)), part(qBlue(from), qBlue(to)));
}

std::vector<ColourGroup> modalityGroups(const EmbeddingSpace& space) {
    std::vector<ColourGroup> groups;
    for (const Modality modality : allModalities)
        groups.push_back({modalityWord(modality), theme::current().of(modality).hue, {}});
    for (int i = 0; i < static_cast<int>(space.items().size()); ++i)
        groups[static_cast<std::size_t>(space.item(i).place.modality)].items.push_back(i);
    std::erase_if(groups, [](const ColourGroup& group) { return group.items.empty(); });
    return groups;
}

} // namespace

std::vector<ColourGroup> colourGroups(const EmbeddingSpace& space, const MapColouring& colouring) {
    if (colouring.column.empty())
        return modalityGroups(space);
    std::map<std::string, std::vector<int>> byValue;
    for (int i = 0; i < static_cast<int>(space.items().size()); ++i) {
        const auto& columns = space.item(i).row.columns;
        const auto value = columns.find(colouring.column);
        byValue[value == columns.end() ? std::string() : value->second].push_back(i);
    }
    std::vector<ColourGroup> groups;
    for (auto& [value, items] : byValue)
        groups.push_back({QString::fromStdString(value), {}, std::move(items)});
    std::stable_sort(groups.begin(), groups.end(), [](const ColourGroup& a, const ColourGroup& b) {
        return a.label.isEmpty() != b.label.isEmpty() ? b.label.isEmpty() : a.items.size() > b.items.size();
    });
    ColourGroup rest{QCoreApplication::translate("EmbeddingMap", "other"), theme::current().strong, {}};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i < palette.size() && !groups[i].label.isEmpty())
            groups[i].colour = QColor::fromRgb(palette[i]);
        else
            rest.items.insert(rest.items.end(), groups[i].items.begin(), groups[i].items.end());
    }
    std::erase_if(groups, [](const ColourGroup& group) { return !group.colour.isValid(); });
    if (!rest.items.empty())
        groups.push_back(std::move(rest));
    return groups;
}

scene::PointCloud cloudOf(const EmbeddingSpace& space, const std::vector<ColourGroup>& groups, bool showsPairs) {
    const theme::Tokens& tokens = theme::current();
    scene::PointCloud cloud;
    cloud.background = tokens.panel.rgb();
    cloud.lineColour = mixed(tokens.panel.rgb(), tokens.strong.rgb(), 0.3);
    cloud.points = space.points();
    if (cloud.points.empty())
        return cloud;
    cloud.colours.resize(cloud.points.size());
    cloud.modalities.reserve(cloud.points.size());
    for (const EmbeddingSpace::Item& item : space.items())
        cloud.modalities.push_back(item.place.modality);
    const bool dims = !space.selected().empty();
    for (const ColourGroup& group : groups) {
        const QRgb full = group.colour.rgb();
        const QRgb dimmed = mixed(full, cloud.background, dimming);
        for (const int item : group.items)
            cloud.colours[static_cast<std::size_t>(item)] = dims && !space.isSelected(item) ? dimmed : full;
    }
    if (showsPairs)
        cloud.lines = space.pairs();
    return cloud;
}

} // namespace triptych::widgets
