// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/comparison.h"

#include <QTimer>
#include <algorithm>

#include "widgets/models/sample_model.h"
#include "widgets/session/session.h"

namespace triptych::widgets {
namespace {

constexpr std::size_t defaultCount = 3;

} // namespace

Comparison::Comparison(Session& session, const SampleModel& samples, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_samples(samples)
    , m_quality(session.sharedService())
    , m_replan(new QTimer(this)) {
    m_replan->setSingleShot(true);
    connect(m_replan, &QTimer::timeout, this, &Comparison::replan);
    const auto later = [this] { m_replan->start(0); };
    connect(&session, &Session::sampleChanged, this, later);
    connect(&session, &Session::sampleChanged, this, [this] {
        m_truthIsRead = false;
        readTruth();
    });
    connect(&session, &Session::runSettingsChanged, this, later);
    connect(&session, &Session::resultChanged, this, later);
    connect(&samples, &QAbstractItemModel::rowsInserted, this, later);
    connect(&samples, &QAbstractItemModel::modelReset, this, later);
    connect(&session.selection(), &Selection::changed, this, [this] {
        if (!m_active)
            return;
        refreshMaps();
        Q_EMIT changed();
    });
    connect(&session.display(), &DisplaySettings::changed, this, later);
    connect(&session.quality(), &QualityMonitor::changed, this, &Comparison::watchQuality);
    refill();
    replan();
}

Comparison::~Comparison() = default;

GridSources Comparison::sources() const {
    return {m_session, m_samples.entries()};
}

std::vector<VariationValue> Comparison::choices(Variation variation) const {
    return candidates(variation, sources());
}

AxisPlan Comparison::planned(Variation variation, const std::vector<QString>& ids, std::size_t most) const {
    AxisPlan plan{variation, {}};
    const std::vector<VariationValue> all = choices(variation);
    for (const QString& id : ids) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const VariationValue& v) { return v.id == id; });
        if (found != all.end() && plan.values.size() < most)
            plan.values.push_back(*found);
    }
    return plan;
}

// Chosen values that are still there, else the default.
void Comparison::refill() {
    const auto fill = [this](AxisPlan& axis, std::size_t most) {
        const auto chosen = m_chosen.find(axis.variation);
        AxisPlan plan;
        if (chosen != m_chosen.end())
            plan = planned(axis.variation, chosen->second, most);
        if (plan.values.empty())
            plan =
                planned(axis.variation, defaultChoice(axis.variation, sources(), std::min(most, defaultCount)), most);
        plan.variation = axis.variation;
        axis = std::move(plan);
    };
    fill(m_rows, mostCells);
    fill(m_columns, static_cast<std::size_t>(mostColumns()));
}

void Comparison::setAxes(Variation rows, Variation columns) {
    m_rows = {rows, {}};
    m_columns = {columns, {}};
    replan();
}

void Comparison::setRows(Variation variation) {
    if (variation == m_rows.variation)
        return;
    Variation columns = m_columns.variation == variation ? m_rows.variation : m_columns.variation;
    if (!canCross(variation, columns))
        columns = variation == Variation::Methods  ? Variation::Models
                  : variation == Variation::Layers ? Variation::Heads
                                                   : Variation::Layers;
    setAxes(variation, columns);
}

void Comparison::setColumns(Variation variation) {
    if (variation == m_columns.variation)
        return;
    Variation rows = m_rows.variation == variation ? m_columns.variation : m_rows.variation;
    if (!canCross(rows, variation))
        rows = variation == Variation::Methods ? Variation::Models
               : variation == Variation::Heads ? Variation::Layers
                                               : Variation::Heads;
    setAxes(rows, variation);
}

void Comparison::chooseRows(const std::vector<QString>& ids) {
    m_chosen[m_rows.variation] = ids;
    replan();
}

void Comparison::chooseColumns(const std::vector<QString>& ids) {
    m_chosen[m_columns.variation] = ids;
    replan();
}

// Whether the session's own result says what the cell needs: it was run for the same, or the cell reads raw attention,
// which lies in every result of the sample, whatever method that was run for.
bool Comparison::holdsAlready(const CellPlan& plan) const {
    const auto known = m_session.result();
    if (!known || m_session.isOutOfDate())
        return false;
    RunRequest asked = m_session.request();
    const bool readsAttention = plan.choice.rawAttention && !known->attention.empty() &&
                                asked.model == plan.request.model && asked.sample == plan.request.sample &&
                                asked.interventions == plan.request.interventions;
    asked.watch = plan.request.watch;
    return readsAttention || asked == plan.request;
}

std::shared_ptr<CellRun> Comparison::runFor(const CellPlan& plan) {
    for (const auto& run : m_runs)
        if (run->request() == plan.request)
            return run;
    auto run = std::make_shared<CellRun>(plan.request, m_session.sharedService());
    if (holdsAlready(plan))
        run->adopt(m_session.result());
    connect(run.get(), &CellRun::changed, this, &Comparison::onRunChanged);
    m_runs.push_back(run);
    return run;
}

void Comparison::replan() {
    m_replan->stop();
    refill();
    std::vector<CellPlan> plans;
    if (m_session.hasSample())
        plans = planCells(m_rows, m_columns, sources());
    const bool sameGrid =
        plans.size() == m_cells.size() &&
        std::equal(plans.begin(), plans.end(), m_cells.begin(),
                   [](const CellPlan& plan, const CompareCellState& cell) { return plan == cell.plan; });
    if (!sameGrid) {
        std::vector<CompareCellState> cells;
        std::vector<std::shared_ptr<CellRun>> used;
        for (CellPlan& plan : plans) {
            CompareCellState cell;
            cell.run = runFor(plan);
            for (const CompareCellState& before : m_cells)
                if (before.plan.row == plan.row && before.plan.column == plan.column)
                    cell.result = before.result;
            cell.plan = std::move(plan);
            used.push_back(cell.run);
            cells.push_back(std::move(cell));
        }
        m_cells = std::move(cells);
        m_runs = std::move(used); // a run that no cell needs ends with its last owner
        m_first = std::clamp(m_first, 0, std::max(0, count() - 1));
        if (m_second < 0 || m_second >= count() || m_second == m_first)
            m_second = std::min(static_cast<int>(m_columns.values.size()), count() - 1);
        Q_EMIT gridChanged();
    }
    takeResults();
    refreshMaps();
    watchQuality();
    Q_EMIT changed();
    startRuns();
}

void Comparison::startRuns() {
    if (m_active)
        for (const auto& run : m_runs)
            if (run->state() == CellRun::State::Waiting)
                run->start();
}

void Comparison::setActive(bool active) {
    if (active == m_active)
        return;
    m_active = active;
    m_quality.setActive(active);
    if (!active) {
        for (const auto& run : m_runs)
            run->hold();
        return;
    }
    readTruth();
    refreshMaps();
    Q_EMIT changed();
    startRuns();
}

void Comparison::retry() {
    for (const auto& run : m_runs)
        run->start();
}

void Comparison::cancel() {
    for (const auto& run : m_runs)
        if (run->state() == CellRun::State::Waiting || run->state() == CellRun::State::Running)
            run->cancel();
    m_quality.cancel();
}

int Comparison::doneCount() const {
    return static_cast<int>(std::count_if(m_cells.begin(), m_cells.end(), [](const CompareCellState& cell) {
        return cell.run->state() == CellRun::State::Done;
    }));
}

bool Comparison::isSettled() const {
    return std::none_of(m_cells.begin(), m_cells.end(), [](const CompareCellState& cell) {
        return cell.run->state() == CellRun::State::Waiting || cell.run->state() == CellRun::State::Running;
    });
}

bool Comparison::takeResults() {
    bool anyNew = false;
    for (CompareCellState& cell : m_cells) {
        if (!cell.run->result() || cell.result == cell.run->result())
            continue;
        cell.result = cell.run->result();
        anyNew = m_hasNewResults = true;
    }
    return anyNew;
}

void Comparison::onRunChanged() {
    if (!takeResults()) {
        Q_EMIT progressed();
        return;
    }
    refreshMaps();
    watchQuality();
    Q_EMIT changed();
}

// Figures wait for all maps, which somebody waits for.
void Comparison::watchQuality() {
    if (!isSettled())
        return m_quality.watch({});
    std::vector<QualityTask> tasks;
    for (const CompareCellState& cell : m_cells)
        if (cell.result && !cell.isOutOfDate() && !cell.plan.request.method.empty())
            tasks.push_back({judgedRequest(cell.plan), expectedQualitySeconds(*cell.result)});
    m_quality.watch(tasks);
    if (const RunRequest* measured = m_session.quality().measuredRun())
        for (const QualityTask& task : tasks) {
            RunRequest asked = *measured;
            asked.watch = task.run.watch;
            if (asked == task.run)
                m_quality.adopt(task.run, m_session.quality().report());
        }
}

const GridQuality::Entry* Comparison::qualityOf(int cell) const {
    const CompareCellState& state = m_cells[static_cast<std::size_t>(cell)];
    return state.isOutOfDate() ? nullptr : m_quality.find(judgedRequest(state.plan));
}

void Comparison::setFirst(int cell) {
    if (cell == m_first || cell < 0 || cell >= count())
        return;
    if (cell == m_second)
        m_second = m_first;
    m_first = cell;
    Q_EMIT changed();
}

void Comparison::setSecond(int cell) {
    if (cell == m_second || cell < 0 || cell >= count())
        return;
    if (cell == m_first)
        m_first = m_second;
    m_second = cell;
    Q_EMIT changed();
}

void Comparison::swapPair() {
    std::swap(m_first, m_second);
    Q_EMIT changed();
}

void Comparison::changeView(const SharedView& view) {
    m_view = view;
    Q_EMIT viewChanged();
}

void Comparison::setHover(const std::optional<QPointF>& fraction) {
    if (fraction == m_hover)
        return;
    m_hover = fraction;
    Q_EMIT hoverChanged();
}

} // namespace triptych::widgets
