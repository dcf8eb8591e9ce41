// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/causes/intervention_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/panels/linked_state.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"
#include "widgets/views/causes/intervention_choices.h"

namespace triptych::widgets {

InterventionList::InterventionList(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_lines(new QVBoxLayout(this)) {
    m_lines->setContentsMargins({});
    m_lines->setSpacing(2);
}

void InterventionList::refresh() {
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        if (item->widget()) // not at once: the button that was clicked is among them
            item->widget()->deleteLater();
        delete item;
    }
    const auto& interventions = m_state.session().runSettings().interventions;
    for (std::size_t i = 0; i < interventions.size(); ++i)
        addLine(i, describe(interventions[i], m_state.result()));
    m_lines->addStretch();
}

void InterventionList::addLine(std::size_t index, const QString& words) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->setSpacing(theme::metric::grid);
    auto* label = new QLabel(words, line);
    label->setWordWrap(true);
    label->setFont(theme::font(theme::Role::Secondary));
    auto* button = new QToolButton(line);
    button->setAutoRaise(true);
    button->setIcon(theme::icon(QStringLiteral("close")));
    button->setIconSize({10, 10});
    button->setFixedSize(20, 20);
    setTip(button, tr("Take this back"));
    connect(button, &QToolButton::clicked, this, [this, index] { remove(index); });
    row->addWidget(label, 1);
    row->addWidget(button, 0, Qt::AlignTop);
    m_lines->addWidget(line);
}

void InterventionList::remove(std::size_t index) {
    RunSettings settings = m_state.session().runSettings();
    if (index >= settings.interventions.size())
        return;
    settings.interventions.erase(settings.interventions.begin() + static_cast<std::ptrdiff_t>(index));
    m_state.session().setRunSettings(std::move(settings));
}

} // namespace triptych::widgets
