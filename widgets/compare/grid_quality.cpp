// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/grid_quality.h"

#include <algorithm>
#include <utility>

#include "widgets/session/quality_monitor.h"

namespace triptych::widgets {
namespace {

constexpr int settleMs = 400;
constexpr std::size_t mostFormer = 64;

std::string headsOf(const numerics::LinkChoice& choice) {
    switch (choice.heads) {
    case numerics::HeadReduction::One:
        return std::to_string(choice.head);
    case numerics::HeadReduction::Max:
        return "max";
    case numerics::HeadReduction::Mean:
        break;
    }
    return "mean";
}

} // namespace

RunRequest judgedRequest(const CellPlan& plan) {
    RunRequest request = plan.request;
    if (!plan.choice.rawAttention)
        return request;
    request.parameters["layer"] = plan.choice.layer < 0 ? "last" : std::to_string(plan.choice.layer);
    request.parameters["head"] = headsOf(plan.choice);
    return request;
}

GridQuality::GridQuality(std::shared_ptr<InferenceService> service, QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_post(this) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(settleMs);
    connect(&m_delay, &QTimer::timeout, this, &GridQuality::startNext);
}

GridQuality::~GridQuality() {
    stopCurrent();
}

GridQuality::Entry GridQuality::entryFor(const QualityTask& task) const {
    const auto isIt = [&](const Entry& entry) { return entry.task.run == task.run; };
    if (const auto shown = std::ranges::find_if(m_entries, isIt); shown != m_entries.end())
        return *shown;
    if (const auto former = std::ranges::find_if(m_former, isIt); former != m_former.end())
        return *former;
    Entry entry;
    entry.task = task;
    entry.state = task.expectedSeconds > unaskedSeconds ? State::Offered : State::Waiting;
    return entry;
}

void GridQuality::watch(const std::vector<QualityTask>& tasks) {
    std::vector<Entry> entries;
    for (const QualityTask& task : tasks)
        if (std::ranges::none_of(entries, [&](const Entry& entry) { return entry.task.run == task.run; }))
            entries.push_back(entryFor(task));
    const auto sameRun = [](const Entry& a, const Entry& b) { return a.task.run == b.task.run; };
    if (std::ranges::equal(entries, m_entries, sameRun))
        return;
    std::swap(entries, m_entries);
    for (Entry& before : entries) {
        if (find(before.task.run) != nullptr)
            continue;
        if (before.state == State::Measuring)
            stopCurrent();
        if (before.state == State::Done)
            m_former.push_back(std::move(before));
    }
    while (m_former.size() > mostFormer)
        m_former.pop_front();
    m_delay.start();
    Q_EMIT changed();
}

void GridQuality::adopt(const RunRequest& run, const QualityReport& report) {
    const auto found = std::ranges::find_if(m_entries, [&](const Entry& entry) { return entry.task.run == run; });
    if (found == m_entries.end() || found->state == State::Done)
        return;
    if (found->state == State::Measuring)
        stopCurrent();
    found->report = report;
    found->state = State::Done;
    m_delay.start();
    Q_EMIT changed();
}

void GridQuality::setActive(bool active) {
    if (active == m_isActive)
        return;
    m_isActive = active;
    if (active) {
        m_delay.start();
        return;
    }
    m_delay.stop();
    if (Entry* measured = current())
        measured->state = State::Waiting;
    stopCurrent();
}

void GridQuality::start() {
    for (Entry& entry : m_entries)
        if (entry.state == State::Offered || entry.state == State::Failed)
            entry.state = State::Waiting;
    startNext();
    Q_EMIT changed();
}

void GridQuality::cancel() {
    for (Entry& entry : m_entries)
        if (entry.state == State::Waiting || entry.state == State::Measuring)
            entry.state = State::Offered;
    stopCurrent();
    Q_EMIT changed();
}

const GridQuality::Entry* GridQuality::find(const RunRequest& run) const {
    const auto found = std::ranges::find_if(m_entries, [&](const Entry& entry) { return entry.task.run == run; });
    return found == m_entries.end() ? nullptr : &*found;
}

GridQuality::Entry* GridQuality::current() {
    const auto found = std::ranges::find(m_entries, State::Measuring, &Entry::state);
    return found == m_entries.end() ? nullptr : &*found;
}

bool GridQuality::isMeasuring() const {
    return m_isActive && std::ranges::any_of(m_entries, [](const Entry& entry) {
               return entry.state == State::Measuring || entry.state == State::Waiting;
           });
}

bool GridQuality::isOffered() const {
    return std::ranges::any_of(
        m_entries, [](const Entry& entry) { return entry.state == State::Offered || entry.state == State::Failed; });
}

int GridQuality::doneCount() const {
    return static_cast<int>(std::ranges::count(m_entries, State::Done, &Entry::state));
}

double GridQuality::offeredSeconds() const {
    double seconds = 0;
    for (const Entry& entry : m_entries)
        seconds += entry.state == State::Offered || entry.state == State::Failed ? entry.task.expectedSeconds : 0;
    return seconds;
}

void GridQuality::startNext() {
    const auto next = std::ranges::find(m_entries, State::Waiting, &Entry::state);
    if (!m_isActive || m_current || next == m_entries.end())
        return;
    next->state = State::Measuring;
    next->error.reset();
    QualityRequest request;
    request.id = newQualityId();
    request.run = next->task.run;
    request.metrics = liveMetrics();
    m_current = request.id;
    QualityCallbacks callbacks;
    callbacks.grown = [this, post = m_post](const QualityReport& report) { post([this, report] { take(report); }); };
    callbacks.finished = [this, post = m_post](QualityId id, const Result<QualityReport>& outcome) {
        post([this, id, outcome] { finish(id, outcome); });
    };
    m_service->measureQuality(std::move(request), std::move(callbacks));
    Q_EMIT changed();
}

void GridQuality::stopCurrent() {
    if (m_current)
        m_service->cancelQuality(*std::exchange(m_current, std::nullopt));
}

void GridQuality::take(const QualityReport& report) {
    Entry* measured = current();
    if (m_current != report.id || measured == nullptr)
        return;
    measured->report = report;
    Q_EMIT changed();
}

void GridQuality::finish(QualityId id, const Result<QualityReport>& outcome) {
    Entry* measured = current();
    if (m_current != id || measured == nullptr)
        return;
    m_current.reset();
    measured->state = outcome ? State::Done : State::Failed;
    if (outcome)
        measured->report = *outcome;
    else
        measured->error = outcome.error();
    startNext();
    Q_EMIT changed();
}

} // namespace triptych::widgets
