// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointF>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "visualization/picture/colour_map.h"
#include "widgets/compare/cell_maps.h"
#include "widgets/compare/cell_run.h"
#include "widgets/compare/grid_plan.h"
#include "widgets/compare/grid_quality.h"
#include "widgets/compare/shared_view.h"
#include "widgets/session/truth_check.h"

class QTimer;

namespace triptych::widgets {

class SampleModel;
class Session;

struct CompareCellState {
    CellPlan plan;
    std::shared_ptr<CellRun> run;
    // The run's result, or the one of the cell before until the run has ended; null where there was none.
    std::shared_ptr<const RunResult> result;
    CellMaps maps;
    // Whether the map of what is pointed at lies on what that names; nothing where the truth is not known.
    std::optional<numerics::PointingOutcome> pointing;
    float rangeEnd = 0; // of the last colour, in the scale in use; 0: nothing to see
    float ownEnd = 0;   // that it would have alone
    float wordEnd = 0;
    float soundEnd = 0;

    [[nodiscard]] bool isOutOfDate() const { return result && result != run->result(); }
};

// The grid as values: which cells there are, their runs, and what all of them share. Runs nothing while nobody looks.
class Comparison : public QObject {
    Q_OBJECT

public:
    static constexpr int mostCells = 12;

    enum class Range { Shared, PerCell };

    Comparison(Session& session, const SampleModel& samples, QObject* parent = nullptr);
    ~Comparison() override;

    [[nodiscard]] Session& session() const { return m_session; }
    [[nodiscard]] const AxisPlan& rows() const { return m_rows; }
    [[nodiscard]] const AxisPlan& columns() const { return m_columns; }
    // All that could be rows or columns.
    [[nodiscard]] std::vector<VariationValue> choices(Variation variation) const;
    // How many rows (columns) there may be beside the columns (rows) there are.
    [[nodiscard]] int mostRows() const {
        return mostCells / std::max<int>(1, static_cast<int>(m_columns.values.size()));
    }
    [[nodiscard]] int mostColumns() const {
        return mostCells / std::max<int>(1, static_cast<int>(m_rows.values.size()));
    }
    // The other axis changes where both cannot stand together.
    void setRows(Variation variation);
    void setColumns(Variation variation);
    // Ids beyond the number of cells are left out; none: back to the default.
    void chooseRows(const std::vector<QString>& ids);
    void chooseColumns(const std::vector<QString>& ids);

    [[nodiscard]] const std::vector<CompareCellState>& cells() const { return m_cells; }
    [[nodiscard]] int count() const { return static_cast<int>(m_cells.size()); }
    [[nodiscard]] int doneCount() const;
    [[nodiscard]] bool isSettled() const; // no run waits or goes on

    [[nodiscard]] MapScale scale() const { return m_scale; }
    void setScale(MapScale scale);
    // As chosen; until then shared, or per cell where a shared one would leave most maps without visible heat.
    [[nodiscard]] Range range() const;
    [[nodiscard]] bool isRangeChosen() const { return m_range.has_value(); }
    void setRange(Range range);
    [[nodiscard]] picture::ColourMap colourMap() const;
    // Upper end of the one range of all cells.
    [[nodiscard]] float sharedEnd() const { return m_sharedEnd; }

    // The cells of the difference: A is filled, D outlined; -1 where there is no such cell.
    [[nodiscard]] int first() const { return m_first; }
    [[nodiscard]] int second() const { return m_second; }
    void setFirst(int cell);
    void setSecond(int cell);
    void swapPair();
    // Empty where one of the two has no result, or they have nothing in common.
    [[nodiscard]] numerics::MapPair pair(int a, int b) const;

    [[nodiscard]] const SharedView& view() const { return m_view; }
    void changeView(const SharedView& view);
    // The place under the cursor in fractions of a picture.
    [[nodiscard]] const std::optional<QPointF>& hover() const { return m_hover; }
    void setHover(const std::optional<QPointF>& fraction);

    // Of the maps on screen, toward the target, whatever is pointed at.
    [[nodiscard]] GridQuality& quality() { return m_quality; }
    [[nodiscard]] const GridQuality& quality() const { return m_quality; }
    // Null until the cell's map is there, and where it explains nothing.
    [[nodiscard]] const GridQuality::Entry* qualityOf(int cell) const;

    // Whether somebody looks: runs start then, and those that still wait leave the queue when nobody does.
    void setActive(bool active);

public Q_SLOTS:
    // Cells that failed or were cancelled, again.
    void retry();
    void cancel();

Q_SIGNALS:
    // Other cells than before.
    void gridChanged();
    // Results, maps, ranges or the pair.
    void changed();
    // A run went on; nothing that is drawn of results has changed.
    void progressed();
    void viewChanged();
    void hoverChanged();

private:
    [[nodiscard]] GridSources sources() const;
    [[nodiscard]] AxisPlan planned(Variation variation, const std::vector<QString>& ids, std::size_t most) const;
    void setAxes(Variation rows, Variation columns);
    void readTruth();
    void refill();
    void replan();
    [[nodiscard]] bool holdsAlready(const CellPlan& plan) const;
    [[nodiscard]] std::shared_ptr<CellRun> runFor(const CellPlan& plan);
    void startRuns();
    // Whether any cell has a newer result now.
    bool takeResults();
    void onRunChanged();
    void watchQuality();
    void refreshMaps();
    [[nodiscard]] std::optional<numerics::PointingOutcome> pointingOf(const CompareCellState& cell,
                                                                      const numerics::LinkSource& source) const;
    void refreshRanges();
    [[nodiscard]] bool isDominated() const;

    Session& m_session;
    const SampleModel& m_samples;
    AxisPlan m_rows{Variation::Models, {}};
    AxisPlan m_columns{Variation::Methods, {}};
    std::map<Variation, std::vector<QString>> m_chosen; // what the user chose, until told otherwise
    std::vector<CompareCellState> m_cells;
    std::vector<std::shared_ptr<CellRun>> m_runs;
    GridQuality m_quality;
    QTimer* m_replan; // one plan for a burst of changes
    MapScale m_scale = MapScale::TimesEven;
    std::optional<Range> m_range; // chosen
    bool m_isDominated = false;
    bool m_hasNewResults = false; // since that was judged
    float m_sharedEnd = 0;
    int m_first = 0;
    int m_second = -1;
    SharedView m_view;
    std::optional<QPointF> m_hover;
    bool m_active = false;
    bool m_truthIsRead = false;
    TruthMask m_mask; // of the session's sample
};

} // namespace triptych::widgets
