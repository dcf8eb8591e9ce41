// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/grid_study.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <span>

#include "inference/contract/trace_name.h"
#include "inference/explain/batches.h"
#include "inference/explain/causal/intervened_model.h"
#include "inference/explain/causal/unit_positions.h"
#include "inference/explain/model_game.h"

namespace triptych::engine {

namespace {

using Edits = std::vector<explain::SiteEdit>;

constexpr std::size_t cellsAtOnce = 16;

// What a row or column of a grid stands for.
struct GridRow {
    std::string name; // trace name
    std::size_t order = 0;
    int columns = 0; // of this row; the others stay empty
};

struct GridColumn {
    int number = 0; // head or unit
    std::string label;
};

// The changed sample's run, watched.
struct ChangedPass {
    Pass pass;
    std::map<std::string, explain::MapAxes> axes;

    [[nodiscard]] explain::TracedPass traced() const { return {pass.trace, axes}; }
};

Result<ChangedPass> watch(const Changed& changed, const Target& target, const Monitor& monitor) {
    return runPrepared(*changed.model, changed.sample, target, watchEverything(), {monitor.cancel, nullptr})
        .map([&](Pass pass) {
            auto axes = explain::mapAxesOf(*changed.model, pass.prepared, pass.trace, target);
            return ChangedPass{std::move(pass), std::move(axes)};
        });
}

std::string unitLabel(Modality modality, int unit, const ShownInputs& shown) {
    char text[64];
    switch (modality) {
    case Modality::Text:
        return static_cast<std::size_t>(unit) < shown.tokens.size() ? shown.tokens[static_cast<std::size_t>(unit)].text
                                                                    : std::to_string(unit);
    case Modality::Image:
        if (shown.patchGrid.cols == 0)
            return "region " + std::to_string(unit + 1);
        return "row " + std::to_string(unit / shown.patchGrid.cols + 1) + ", column " +
               std::to_string(unit % shown.patchGrid.cols + 1);
    case Modality::Audio:
        std::snprintf(text, sizeof text, "%.0f ms", unit * shown.audioAxis.msPerFrame);
        return text;
    }
    return {};
}

std::vector<GridColumn> unitColumns(Modality modality, int count, const ShownInputs& shown) {
    std::vector<GridColumn> columns;
    for (int unit = 0; unit < count; ++unit) {
        const auto place = static_cast<std::size_t>(unit);
        const bool isSpecial = modality == Modality::Text && place < shown.tokens.size() && shown.tokens[place].special;
        if (!isSpecial)
            columns.push_back({unit, unitLabel(modality, unit, shown)});
    }
    return columns;
}

std::vector<GridColumn> headColumns(int count) {
    std::vector<GridColumn> columns;
    for (int head = 0; head < count; ++head)
        columns.push_back({head, std::to_string(head + 1)});
    return columns;
}

// The kind of a place: its name without the layer's number.
std::string kindOf(const std::string& name) {
    constexpr std::string_view layers = ".layers.";
    const auto at = name.find(layers);
    if (at == name.npos)
        return name;
    return name.substr(0, at) + name.substr(std::min(name.find('.', at + layers.size()), name.size()));
}

class GridStudy {
public:
    GridStudy(const Laboratory& laboratory, const Changed& changed, const StudyRequest& request,
              const ChangedPass& pass)
        : m_laboratory(laboratory)
        , m_changed(changed)
        , m_request(request)
        , m_pass(pass)
        , m_input(laboratory.explainInput(changed)) {
        if (auto game = explain::ModelGame::make(m_input); game && (*game)->takesCopies())
            m_game = *std::move(game);
        request.kind == StudyKind::Restore ? listSites() : listMaps();
        std::ranges::stable_sort(m_rows, {}, &GridRow::order);
        int columns = 0;
        for (const GridRow& row : m_rows)
            columns = std::max(columns, row.columns);
        m_columns = request.kind == StudyKind::Heads ? headColumns(columns)
                                                     : unitColumns(request.modality, columns, pass.pass.prepared.shown);
    }

    Result<StudyGrid> fill(const GridGrown& grown, const Monitor& monitor) const {
        if (m_rows.empty() || m_columns.empty())
            return fail(ErrorCode::InvalidInput,
                        "This sample has no attention map or layer for it; choose another modality or study.",
                        toString(m_request.kind));
        StudyGrid grid = emptyGrid();
        for (std::size_t row = 0; row < m_rows.size(); ++row) {
            if (const auto filled = fillRow(row, grid, monitor); !filled)
                return Failure(filled.error());
            if (grown)
                grown(grid);
        }
        return grid;
    }

private:
    // NaN stays where the row has no such column.
    Result<void> fillRow(std::size_t row, StudyGrid& grid, const Monitor& monitor) const {
        std::vector<std::size_t> columns;
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            if (m_columns[column].number < m_rows[row].columns)
                columns.push_back(column);
        const auto total = static_cast<std::int64_t>(m_rows.size() * m_columns.size());
        const auto fillSome = [&](std::size_t begin, std::size_t count) -> Result<void> {
            monitor.report("study", static_cast<std::int64_t>(row * m_columns.size() + columns[begin]), total);
            const std::span<const std::size_t> some = std::span(columns).subspan(begin, count);
            const auto values = monitor.check().and_then([&] { return valuesOf(row, some, monitor); });
            if (!values)
                return Failure(values.error());
            for (std::size_t i = 0; i < count; ++i)
                grid.values.values()[row * m_columns.size() + some[i]] = static_cast<float>((*values)[i]);
            return {};
        };
        return explain::inBatches(columns.size(), m_game ? cellsAtOnce : 1, fillSome);
    }

    // Cells of one row: each a copy of the sample with a change of its own, or a run of its own.
    Result<std::vector<double>> valuesOf(std::size_t row, std::span<const std::size_t> columns,
                                         const Monitor& monitor) const {
        Edits all;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto edits = editsOfCell(row, m_columns[columns[i]]);
            if (!edits)
                return Failure(edits.error());
            for (explain::SiteEdit& edit : *edits) {
                edit.version = static_cast<int>(i);
                all.push_back(std::move(edit));
            }
        }
        const explain::IntervenedModel model(*m_changed.model, std::move(all));
        if (m_game)
            return m_game->valuesOfCopies(model, static_cast<std::int64_t>(columns.size()), monitor);
        return targetOf(model, m_changed.sample, m_laboratory.target(), monitor).map([](double value) {
            return std::vector{value};
        });
    }

    void listMaps() {
        for (const auto& [name, axes] : m_pass.axes) {
            const at::Tensor* map = m_pass.pass.trace.find(name);
            if (map == nullptr)
                continue;
            const int columns = m_request.kind == StudyKind::Heads ? static_cast<int>(map->size(1))
                                                                   : explain::unitCount(axes.keys, m_request.modality);
            if (columns > 0)
                m_rows.push_back({name, axes.order, columns});
        }
    }

    void listSites() {
        for (const explain::PatchSite& site : explain::patchSites(m_pass.traced(), m_request.sites))
            if (const int units = explain::unitCount(site.tokens, m_request.modality); units > 0)
                m_rows.push_back({site.name, site.order, units});
    }

    [[nodiscard]] StudyGrid emptyGrid() const {
        StudyGrid grid;
        for (const GridRow& row : m_rows)
            grid.rows.push_back(row.name);
        for (const GridColumn& column : m_columns)
            grid.columns.push_back(column.label);
        grid.values =
            FloatArray({static_cast<std::int64_t>(m_rows.size()), static_cast<std::int64_t>(m_columns.size())});
        std::ranges::fill(grid.values.values(), std::numeric_limits<float>::quiet_NaN());
        return grid;
    }

    // Rows of the same kind around this one.
    [[nodiscard]] std::vector<std::string> windowOf(std::size_t row) const {
        std::vector<std::size_t> same;
        std::size_t own = 0;
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            if (kindOf(m_rows[i].name) == kindOf(m_rows[row].name)) {
                if (i == row)
                    own = same.size();
                same.push_back(i);
            }
        const auto before = static_cast<std::size_t>(std::max(0, (m_request.window - 1) / 2));
        const auto after = static_cast<std::size_t>(std::max(0, m_request.window / 2));
        std::vector<std::string> names;
        for (std::size_t i = own - std::min(own, before); i < std::min(same.size(), own + after + 1); ++i)
            names.push_back(m_rows[same[i]].name);
        return names;
    }

    [[nodiscard]] Result<Edits> editsAt(const std::string& name, const GridColumn& column) const {
        const UnitSet units{m_request.modality, {column.number}};
        switch (m_request.kind) {
        case StudyKind::Heads:
            return explain::editsOf(ScaleHeads{name, {column.number}, 0}, m_pass.traced());
        case StudyKind::Looks:
            return explain::editsOf(KnockOut{std::nullopt, units, name, {}}, m_pass.traced());
        default:
            return explain::editsOf(PatchActivation{name, units, {}}, m_pass.traced(), m_laboratory.traced());
        }
    }

    [[nodiscard]] Result<Edits> editsOfCell(std::size_t row, const GridColumn& column) const {
        Edits edits;
        for (const std::string& name : windowOf(row)) {
            auto found = editsAt(name, column);
            if (!found)
                return found;
            std::ranges::move(*found, std::back_inserter(edits));
        }
        return edits;
    }

    const Laboratory& m_laboratory;
    const Changed& m_changed;
    const StudyRequest& m_request;
    const ChangedPass& m_pass;
    explain::ExplainInput m_input;
    std::unique_ptr<explain::ModelGame> m_game; // null where every cell is a run of its own
    std::vector<GridRow> m_rows;
    std::vector<GridColumn> m_columns;
};

} // namespace

Result<StudyGrid> studyGrid(const Laboratory& laboratory, const Changed& changed, const StudyRequest& request,
                            const GridGrown& grown, const Monitor& monitor) {
    if (request.kind == StudyKind::Restore && request.run.interventions.empty())
        return fail(ErrorCode::InvalidInput,
                    "Restoring needs something that is changed; erase a word or a region first.", "restore");
    const auto pass = watch(changed, laboratory.target(), monitor);
    if (!pass)
        return Failure(pass.error());
    return GridStudy(laboratory, changed, request, *pass).fill(grown, monitor);
}

} // namespace triptych::engine
