// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/settings_history.h"

#include <QElapsedTimer>
#include <QScopedValueRollback>
#include <QUndoCommand>

namespace triptych::widgets {
namespace {

constexpr qint64 mergeMs = 600;
constexpr int mergeId = 1;

} // namespace

class SettingsHistory::Change : public QUndoCommand {
public:
    Change(SettingsHistory& history, Values before, Values after)
        : m_history(history)
        , m_before(std::move(before))
        , m_after(std::move(after)) {
        m_age.start();
    }

    [[nodiscard]] int id() const override { return mergeId; }
    void undo() override { m_history.restore(m_before); }
    // What has just been done by the user need not be done again.
    void redo() override {
        if (!m_isFresh)
            m_history.restore(m_after);
        m_isFresh = false;
    }
    bool mergeWith(const QUndoCommand* command) override {
        const auto& next = static_cast<const Change&>(*command);
        if (m_age.elapsed() > mergeMs || !isSameSetting(next))
            return false;
        m_after = next.m_after;
        m_age.restart();
        setObsolete(m_after == m_before);
        return true;
    }

private:
    // Whether both change continuous values only; choices are steps of their own.
    [[nodiscard]] bool isSameSetting(const Change& next) const {
        return withoutSliders(m_before) == withoutSliders(m_after) &&
               withoutSliders(next.m_before) == withoutSliders(next.m_after);
    }
    static Values withoutSliders(Values values) {
        const DisplayValues standard;
        values.display.layer = standard.layer;
        values.display.opacity = standard.opacity;
        values.display.fixedMaximum = standard.fixedMaximum;
        values.display.linkThreshold = standard.linkThreshold;
        return values;
    }

    SettingsHistory& m_history;
    Values m_before;
    Values m_after;
    QElapsedTimer m_age;
    bool m_isFresh = true;
};

SettingsHistory::SettingsHistory(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_last(now()) {
    m_stack.setUndoLimit(200);
    connect(&session.display(), &DisplaySettings::changed, this, &SettingsHistory::record);
    connect(&session, &Session::runSettingsChanged, this, &SettingsHistory::record);
}

SettingsHistory::Values SettingsHistory::now() const {
    return {m_session.display().values(), m_session.runSettings(), m_session.entry().sample};
}

SettingsHistory::Values SettingsHistory::forPresentSample(Values values) const {
    if (const Sample& present = m_session.entry().sample; values.sample != present) {
        values.sample = present;
        eraseUnitInterventions(values.run.interventions);
    }
    return values;
}

void SettingsHistory::record() {
    Values values = now();
    if (m_restoring)
        return;
    const Values before = forPresentSample(m_last);
    if (values == before) {
        m_last = std::move(values);
        return;
    }
    const bool otherModel = values.run.model != m_last.run.model;
    if (otherModel)
        m_stack.clear();
    else
        m_stack.push(new Change(*this, before, values));
    m_last = std::move(values);
}

void SettingsHistory::restore(const Values& values) {
    const QScopedValueRollback restoring(m_restoring, true);
    const Values wanted = forPresentSample(values);
    m_session.display().set(wanted.display);
    m_session.setRunSettings(wanted.run);
    m_last = now();
}

} // namespace triptych::widgets
