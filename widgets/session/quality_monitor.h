// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <optional>
#include <vector>

#include "inference/contract/inference_service.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

// What a point of a deletion or insertion curve means for the sample.
struct PerturbedInput {
    Modality modality = Modality::Image;
    std::vector<int> removed; // units that are not there at this point
    Substrate substrate = Substrate::Zero;

    bool operator==(const PerturbedInput&) const = default;
};

// Several monitors share one engine, which wants every id once. GUI thread.
[[nodiscard]] QualityId newQualityId();
// The figures that are measured of a map on screen.
[[nodiscard]] std::vector<std::string> liveMetrics();
// What the machine may do unasked.
inline constexpr double unaskedSeconds = 90;

// Measures the map on screen in the background, once it has been there for a moment; another map ends it. GUI thread.
class QualityMonitor : public QObject {
    Q_OBJECT

public:
    explicit QualityMonitor(InferenceService& service, QObject* parent = nullptr);
    ~QualityMonitor() override;

    // Measures the map of this request, once it has stayed for a moment, unless that is expected to take longer than a
    // minute or two: then it waits for start(). What is measured now ends.
    void watch(const RunRequest& run, double expectedSeconds);
    void start();
    void stop();

    // So far; empty before the first figure.
    [[nodiscard]] const QualityReport& report() const { return m_report; }
    // Whose map it is, once nothing more is measured of it; null before.
    [[nodiscard]] const RunRequest* measuredRun() const {
        return isMeasuring() || m_error || m_report.figures.empty() ? nullptr : &m_run;
    }
    [[nodiscard]] bool isMeasuring() const { return m_current.has_value() || m_delay.isActive(); }
    [[nodiscard]] const std::optional<triptych::Error>& lastError() const { return m_error; }
    // Whether start() is waited for.
    [[nodiscard]] bool isOffered() const { return m_isOffered; }
    [[nodiscard]] double expectedSeconds() const { return m_expectedSeconds; }
    // Null where the metric was not measured for the modality.
    [[nodiscard]] const QualityFigure* figure(const std::string& metric, Modality modality) const;

    // A point of a curve that is looked at; panels show the input as it is there.
    [[nodiscard]] const std::optional<PerturbedInput>& preview() const { return m_preview; }
    void setPreview(std::optional<PerturbedInput> preview);

Q_SIGNALS:
    void changed();
    void previewChanged();

private:
    void begin();
    void take(const QualityReport& report);
    void finish(QualityId id, const Result<QualityReport>& outcome);

    InferenceService& m_service;
    GuiPost m_post;
    QTimer m_delay;
    RunRequest m_run;
    bool m_isOffered = false;
    double m_expectedSeconds = 0;
    std::optional<QualityId> m_current;
    QualityReport m_report;
    std::optional<triptych::Error> m_error;
    std::optional<PerturbedInput> m_preview;
};

// How long measuring the map of a result will take, from how long its run took.
[[nodiscard]] double expectedQualitySeconds(const RunResult& result);

// The input at one point of a figure's curve.
[[nodiscard]] PerturbedInput perturbedAt(const QualityFigure& figure, std::size_t point);

} // namespace triptych::widgets
