// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/quality_monitor.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::widgets {

namespace {

// Maps that are only passed by are not worth a measurement.
constexpr int settleMs = 400;
Substrate substrateOf(const std::string& name) {
    for (const Substrate substrate : {Substrate::Blur, Substrate::Neighbours})
        if (toString(substrate) == name)
            return substrate;
    return Substrate::Zero;
}

} // namespace

QualityId newQualityId() {
    static QualityId last = 0;
    return ++last;
}

std::vector<std::string> liveMetrics() {
    return {"deletion", "insertion", "randomisation"};
}

QualityMonitor::QualityMonitor(InferenceService& service, QObject* parent)
    : QObject(parent)
    , m_service(service)
    , m_post(this) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(settleMs);
    connect(&m_delay, &QTimer::timeout, this, &QualityMonitor::begin);
}

QualityMonitor::~QualityMonitor() {
    if (m_current)
        m_service.cancelQuality(*m_current);
}

void QualityMonitor::watch(const RunRequest& run, double expectedSeconds) {
    stop();
    m_run = run;
    m_expectedSeconds = expectedSeconds;
    m_isOffered = !run.method.empty() && expectedSeconds > unaskedSeconds;
    if (!run.method.empty() && !m_isOffered)
        m_delay.start();
    Q_EMIT changed();
}

void QualityMonitor::start() {
    if (m_isOffered)
        begin();
}

void QualityMonitor::stop() {
    m_delay.stop();
    if (m_current)
        m_service.cancelQuality(*std::exchange(m_current, std::nullopt));
    m_isOffered = false;
    m_report = {};
    m_error.reset();
    setPreview(std::nullopt);
    Q_EMIT changed();
}

void QualityMonitor::begin() {
    QualityRequest request;
    request.id = newQualityId();
    request.run = m_run;
    request.metrics = liveMetrics();
    m_current = request.id;
    m_isOffered = false;
    QualityCallbacks callbacks;
    callbacks.grown = [this, post = m_post](const QualityReport& report) { post([this, report] { take(report); }); };
    callbacks.finished = [this, post = m_post](QualityId id, const Result<QualityReport>& outcome) {
        post([this, id, outcome] { finish(id, outcome); });
    };
    m_service.measureQuality(std::move(request), std::move(callbacks));
    Q_EMIT changed();
}

void QualityMonitor::take(const QualityReport& report) {
    if (m_current != report.id)
        return;
    m_report = report;
    Q_EMIT changed();
}

void QualityMonitor::finish(QualityId id, const Result<QualityReport>& outcome) {
    if (m_current != id)
        return;
    m_current.reset();
    if (outcome)
        m_report = *outcome;
    else if (outcome.error().code != ErrorCode::Canceled)
        m_error = outcome.error();
    Q_EMIT changed();
}

const QualityFigure* QualityMonitor::figure(const std::string& metric, Modality modality) const {
    const auto found = std::find_if(m_report.figures.begin(), m_report.figures.end(), [&](const QualityFigure& one) {
        return one.metric == metric && one.modality == modality;
    });
    return found == m_report.figures.end() ? nullptr : &*found;
}

void QualityMonitor::setPreview(std::optional<PerturbedInput> preview) {
    if (preview == m_preview)
        return;
    m_preview = std::move(preview);
    Q_EMIT previewChanged();
}

double expectedQualitySeconds(const RunResult& result) {
    double runSeconds = 0;
    for (const StageTime& time : result.times)
        if (time.stage == "forward" || time.stage == "explain")
            runSeconds += time.seconds;
    // Two curves of 20 steps with three random orders for every modality; up to ten layers reset three times.
    constexpr int curveRuns = 2 * 21 * 4;
    constexpr int resetRuns = 10 * 3;
    constexpr double loadedBytesPerSecond = 400e6;
    int maps = 0;
    for (const FloatArray* map : {&result.relevance.image, &result.relevance.text, &result.relevance.audio})
        maps += map->size() > 0 ? 1 : 0;
    return runSeconds * (curveRuns * maps + resetRuns) +
           resetRuns * static_cast<double>(result.model.weightBytes) / loadedBytesPerSecond;
}

PerturbedInput perturbedAt(const QualityFigure& figure, std::size_t point) {
    const auto changed =
        static_cast<std::ptrdiff_t>(std::lround(figure.curve.shares[point] * static_cast<double>(figure.order.size())));
    const bool shows = figure.metric == "insertion";
    const auto split = figure.order.begin() + changed;
    return {figure.modality,
            shows ? std::vector<int>(split, figure.order.end()) : std::vector<int>(figure.order.begin(), split),
            substrateOf(figure.protocol.substrate)};
}

} // namespace triptych::widgets
