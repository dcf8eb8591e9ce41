// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "inference/contract/inference_service.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

// One study at a time: its report as it grows. Another one ends it. GUI thread.
class StudyMonitor : public QObject {
    Q_OBJECT

public:
    explicit StudyMonitor(InferenceService& service, QObject* parent = nullptr);
    ~StudyMonitor() override;

    // Gives the request an id of its own.
    void start(StudyRequest request);
    // What was found so far stays.
    void cancel();
    // Forgets the report; for another sample or other settings.
    void clear();

    [[nodiscard]] bool isRunning() const { return m_current.has_value(); }
    // Nothing before the first row.
    [[nodiscard]] const std::optional<StudyReport>& report() const { return m_report; }
    [[nodiscard]] const Progress& progress() const { return m_progress; }
    [[nodiscard]] const std::optional<triptych::Error>& lastError() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void finish(StudyId id, const Result<StudyReport>& outcome);

    InferenceService& m_service;
    GuiPost m_post;
    std::optional<StudyId> m_current;
    StudyId m_lastId = 0;
    std::optional<StudyReport> m_report;
    Progress m_progress;
    std::optional<triptych::Error> m_error;
};

} // namespace triptych::widgets
