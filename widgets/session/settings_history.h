// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoStack>

#include "widgets/session/session.h"

namespace triptych::widgets {

// Undo and redo of the settings: method, layer, head, colours, range, target, device. Changes of one setting that
// follow each other closely, as a slider makes them, are one step. The model is not among them: it is loaded first.
// Interventions in a sample's units do not come back for another sample.
class SettingsHistory : public QObject {
    Q_OBJECT

public:
    explicit SettingsHistory(Session& session, QObject* parent = nullptr);

    [[nodiscard]] QUndoStack& stack() { return m_stack; }

private:
    struct Values {
        DisplayValues display;
        RunSettings run;
        Sample sample; // that it was set for

        bool operator==(const Values&) const = default;
    };
    class Change;

    [[nodiscard]] Values now() const;
    // Without interventions in words, patches and moments of a former sample.
    [[nodiscard]] Values forPresentSample(Values values) const;
    void record();
    void restore(const Values& values);

    Session& m_session;
    QUndoStack m_stack;
    Values m_last;
    bool m_restoring = false;
};

} // namespace triptych::widgets
