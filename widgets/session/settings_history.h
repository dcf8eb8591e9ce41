// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoStack>
#include <functional>

#include "widgets/session/session.h"

namespace triptych::widgets {

// Undo and redo of the settings: method, layer, head, colours, range, target, device; and of what is edited in a
// sample, which is shown again then. Changes of one setting that follow each other closely, as a slider makes them, are
// one step. The model is not among them: it is loaded first. Interventions in a sample's units do not come back for
// another sample.
class SettingsHistory : public QObject {
    Q_OBJECT

public:
    explicit SettingsHistory(Session& session, QObject* parent = nullptr);

    // The text of a step is what it changes, English in context "SettingsHistory".
    [[nodiscard]] QUndoStack& stack() { return m_stack; }
    // In words of the interface's language; empty where there is nothing to undo or redo.
    [[nodiscard]] QString undoText() const;
    [[nodiscard]] QString redoText() const;
    // Does another kind of step at once and keeps it. `name` like the text of a step.
    void push(const char* name, std::function<void()> redo, std::function<void()> undo);
    // Forgets all steps: those of another project mean nothing here.
    void clear();

private:
    struct Values {
        DisplayValues display;
        RunSettings run;
        projects::SampleEntry entry; // that it was set for

        bool operator==(const Values&) const = default;
    };
    class Change;
    class Step;

    [[nodiscard]] Values now() const;
    // Without interventions in words, patches and moments of a former sample.
    [[nodiscard]] Values forPresentSample(Values values) const;
    void record();
    // What differs most between two states, as the text of a step.
    [[nodiscard]] static const char* nameOf(const Values& before, const Values& after);
    // Whether the sample itself was edited.
    [[nodiscard]] static bool isEdit(const Values& before, const Values& after);
    void restore(const Values& values, bool isEdit);

    Session& m_session;
    QUndoStack m_stack;
    Values m_last;
    bool m_restoring = false;
};

} // namespace triptych::widgets
