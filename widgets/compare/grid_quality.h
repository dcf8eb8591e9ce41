// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "inference/contract/inference_service.h"
#include "widgets/compare/grid_plan.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

// A map of the grid and how long it will take to measure it.
struct QualityTask {
    RunRequest run;
    double expectedSeconds = 0;
};

// The request whose map a cell shows: raw attention with the cell's layer and heads.
[[nodiscard]] RunRequest judgedRequest(const CellPlan& plan);

// Measures the maps of a grid in the background, one after the other, while somebody looks. What was measured stays for
// when its map comes back. GUI thread.
class GridQuality : public QObject {
    Q_OBJECT

public:
    // Offered: it takes long, or was cancelled, and waits for start().
    enum class State { Waiting, Offered, Measuring, Done, Failed };
    Q_ENUM(State)

    struct Entry {
        QualityTask task;
        State state = State::Waiting;
        QualityReport report; // so far
        std::optional<triptych::Error> error;
    };

    explicit GridQuality(std::shared_ptr<InferenceService> service, QObject* parent = nullptr);
    ~GridQuality() override;

    // The maps on screen. The measurement of any other one ends.
    void watch(const std::vector<QualityTask>& tasks);
    // What was measured elsewhere.
    void adopt(const RunRequest& run, const QualityReport& report);
    void setActive(bool active);
    // Also what is offered or failed.
    void start();
    // Nothing more is measured unasked of the maps on screen.
    void cancel();

    // Null where the map is not on screen.
    [[nodiscard]] const Entry* find(const RunRequest& run) const;
    [[nodiscard]] bool isMeasuring() const;
    [[nodiscard]] bool isOffered() const;
    [[nodiscard]] int count() const { return static_cast<int>(m_entries.size()); }
    [[nodiscard]] int doneCount() const;
    // Of what is offered.
    [[nodiscard]] double offeredSeconds() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] Entry entryFor(const QualityTask& task) const;
    [[nodiscard]] Entry* current();
    void startNext();
    void stopCurrent();
    void take(const QualityReport& report);
    void finish(QualityId id, const Result<QualityReport>& outcome);

    std::shared_ptr<InferenceService> m_service;
    GuiPost m_post;
    QTimer m_delay; // maps that are only passed by are not worth a measurement
    std::vector<Entry> m_entries;
    std::deque<Entry> m_former; // done, no longer on screen; the oldest first
    std::optional<QualityId> m_current;
    bool m_isActive = false;
};

} // namespace triptych::widgets
