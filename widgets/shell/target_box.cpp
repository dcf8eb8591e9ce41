// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/target_box.h"

#include <QEvent>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <algorithm>

#include "widgets/controls/engine_words.h"
#include "widgets/controls/target_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

Target matchTarget() {
    Target target;
    target.kind = TargetKind::Match;
    return target;
}

Target pairTarget(Modality first, Modality second) {
    Target target;
    target.kind = TargetKind::Pair;
    target.firstModality = first;
    target.secondModality = second;
    return target;
}

} // namespace

TargetBox::TargetBox(Session& session, QWidget* parent)
    : QComboBox(parent)
    , m_session(session) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&session, &Session::resultChanged, this, &TargetBox::refresh);
    connect(&session, &Session::sampleChanged, this, &TargetBox::refresh);
    connect(&session, &Session::runSettingsChanged, this, &TargetBox::refresh);
    connect(this, &QComboBox::activated, this, [this](int index) {
        RunSettings settings = m_session.runSettings();
        settings.target = toString(m_targets[static_cast<std::size_t>(index)]);
        m_session.setRunSettings(std::move(settings));
    });
    refresh();
}

std::vector<Target> TargetBox::offered() const {
    std::vector<Target> targets;
    const auto result = m_session.result();
    const Sample& sample = m_session.entry().sample;
    if (result && result->target.kind == TargetKind::Token)
        targets = writtenTargets(result->inputs);
    if (result && result->target.kind != TargetKind::Match && result->target.kind != TargetKind::Pair &&
        std::find(targets.begin(), targets.end(), result->target) == targets.end())
        targets.push_back(result->target);
    if (result ? result->model.hasMatchHead : !m_session.comparesPairs())
        targets.push_back(matchTarget());
    for (std::size_t i = 0; i < allModalities.size(); ++i)
        for (std::size_t j = i + 1; j < allModalities.size(); ++j)
            if (sample.has(allModalities[i]) && sample.has(allModalities[j]))
                targets.push_back(pairTarget(allModalities[i], allModalities[j]));
    return targets;
}

void TargetBox::refresh() {
    m_targets = offered();
    clear();
    const auto result = m_session.result();
    for (const Target& target : m_targets)
        addItem(result ? targetLabel(target, result->inputs) : targetLabel(target));
    const auto asked = parseTarget(m_session.runSettings().target);
    Target shown = asked.value_or(Target{});
    if (shown.kind == TargetKind::Default && result)
        shown = result->target;
    // Which pair it is stands in the panels; here it is a kind of target.
    if (shown.kind == TargetKind::Pair)
        shown.first = shown.second = 0;
    const auto found = std::find(m_targets.begin(), m_targets.end(), shown);
    if (found != m_targets.end())
        setCurrentIndex(static_cast<int>(found - m_targets.begin()));
    setAccessibleName(tr("What is explained"));
    setToolTip(currentText().isEmpty() ? tr("The number that the map explains")
                                       : tr("The number that the map explains: %1").arg(currentText()));
    update();
}

void TargetBox::changeEvent(QEvent* event) {
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

void TargetBox::paintEvent(QPaintEvent*) {
    constexpr int arrow = 30;
    constexpr int margin = 16; // of the field's text, and between it and the value
    const auto result = m_session.result();
    const QString value = result && !m_session.isOutOfDate() ? numberText(result->targetValue) : QString();
    const QFont bold = theme::font(theme::Role::Body, QFont::DemiBold);
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const int room = width() - arrow - margin - QFontMetrics(bold).horizontalAdvance(value);
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    painter.setFont(bold);
    painter.setPen(theme::current().ink);
    painter.drawText(rect().adjusted(0, 0, -arrow, 0), Qt::AlignRight | Qt::AlignVCenter, value);
}

} // namespace triptych::widgets
