// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/settings_history.h"

#include <QCoreApplication>
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
        setText(QString::fromLatin1(nameOf(m_before, m_after)));
    }

    [[nodiscard]] int id() const override { return mergeId; }
    void undo() override { m_history.restore(m_before, isEdit(m_before, m_after)); }
    // What has just been done by the user need not be done again.
    void redo() override {
        if (!m_isFresh)
            m_history.restore(m_after, isEdit(m_before, m_after));
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

class SettingsHistory::Step : public QUndoCommand {
public:
    Step(SettingsHistory& history, const char* name, std::function<void()> redo, std::function<void()> undo)
        : m_history(history)
        , m_redo(std::move(redo))
        , m_undo(std::move(undo)) {
        setText(QString::fromLatin1(name));
    }

    void undo() override { apply(m_undo); }
    void redo() override { apply(m_redo); }

private:
    // What it changes of the settings is no step of its own.
    void apply(const std::function<void()>& work) {
        const QScopedValueRollback restoring(m_history.m_restoring, true);
        work();
        m_history.m_last = m_history.now();
    }

    SettingsHistory& m_history;
    std::function<void()> m_redo;
    std::function<void()> m_undo;
};

SettingsHistory::SettingsHistory(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_last(now()) {
    m_stack.setUndoLimit(200);
    connect(&session.display(), &DisplaySettings::changed, this, &SettingsHistory::record);
    connect(&session, &Session::runSettingsChanged, this, &SettingsHistory::record);
    connect(&session, &Session::sampleChanged, this, &SettingsHistory::record);
}

bool SettingsHistory::isEdit(const Values& before, const Values& after) {
    return before.entry.sample.id == after.entry.sample.id && before.entry != after.entry;
}

const char* SettingsHistory::nameOf(const Values& before, const Values& after) {
    const DisplayValues& from = before.display;
    const DisplayValues& to = after.display;
    if (isEdit(before, after))
        return before.entry.sample.items.size() == after.entry.sample.items.size()
                   ? QT_TRANSLATE_NOOP("SettingsHistory", "text")
                   : QT_TRANSLATE_NOOP("SettingsHistory", "addition to the sample");
    if (from.method != to.method)
        return QT_TRANSLATE_NOOP("SettingsHistory", "method");
    if (before.run.target != after.run.target)
        return QT_TRANSLATE_NOOP("SettingsHistory", "target");
    if (before.run.interventions != after.run.interventions)
        return QT_TRANSLATE_NOOP("SettingsHistory", "intervention");
    if (before.run.device != after.run.device)
        return QT_TRANSLATE_NOOP("SettingsHistory", "device");
    if (before.run != after.run)
        return QT_TRANSLATE_NOOP("SettingsHistory", "parameter of the method");
    if (from.layer != to.layer)
        return QT_TRANSLATE_NOOP("SettingsHistory", "layer");
    if (from.headMode != to.headMode || from.head != to.head)
        return QT_TRANSLATE_NOOP("SettingsHistory", "head");
    if (from.direction != to.direction)
        return QT_TRANSLATE_NOOP("SettingsHistory", "direction");
    if (from.opacity != to.opacity)
        return QT_TRANSLATE_NOOP("SettingsHistory", "opacity");
    if (from.colourMap != to.colourMap)
        return QT_TRANSLATE_NOOP("SettingsHistory", "colours");
    return QT_TRANSLATE_NOOP("SettingsHistory", "view setting");
}

QString SettingsHistory::undoText() const {
    return QCoreApplication::translate("SettingsHistory", m_stack.undoText().toUtf8());
}

QString SettingsHistory::redoText() const {
    return QCoreApplication::translate("SettingsHistory", m_stack.redoText().toUtf8());
}

void SettingsHistory::push(const char* name, std::function<void()> redo, std::function<void()> undo) {
    m_stack.push(new Step(*this, name, std::move(redo), std::move(undo)));
}

void SettingsHistory::clear() {
    m_stack.clear();
    m_last = now();
}

SettingsHistory::Values SettingsHistory::now() const {
    return {m_session.display().values(), m_session.runSettings(), m_session.entry()};
}

SettingsHistory::Values SettingsHistory::forPresentSample(Values values) const {
    if (const projects::SampleEntry& present = m_session.entry(); values.entry != present) {
        values.entry = present;
        eraseUnitInterventions(values.run.interventions);
    }
    return values;
}

void SettingsHistory::record() {
    Values values = now();
    if (m_restoring)
        return;
    const Values before = isEdit(m_last, values) ? m_last : forPresentSample(m_last);
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

void SettingsHistory::restore(const Values& values, bool isEdit) {
    const QScopedValueRollback restoring(m_restoring, true);
    if (isEdit && m_session.entry().sample.id == values.entry.sample.id)
        m_session.replaceSample(values.entry);
    else if (isEdit)
        m_session.setSample(values.entry);
    const Values wanted = forPresentSample(values);
    m_session.display().set(wanted.display);
    m_session.setRunSettings(wanted.run);
    m_last = now();
}

} // namespace triptych::widgets
