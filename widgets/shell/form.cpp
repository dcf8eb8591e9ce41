// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/form.h"

#include <QHBoxLayout>

#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

Form::Form(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout(this)) {
    m_rows->setContentsMargins({});
    m_rows->setSpacing(theme::metric::grid);
}

QLabel* Form::addRow(QWidget* control) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(theme::metric::inner);
    auto* label = new QLabel(row);
    label->setFixedWidth(theme::metric::formLabel);
    label->setBuddy(control);
    setInk(label, InkRole::Ink2);
    layout->addWidget(label);
    layout->addWidget(control, 1);
    m_rows->addWidget(row);
    return label;
}

void Form::addIndented(QWidget* control) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(theme::metric::formLabel + theme::metric::inner, 0, 0, 0);
    layout->addWidget(control);
    m_rows->addWidget(row);
}

void Form::setRowVisible(QWidget* control, bool visible) {
    control->parentWidget()->setVisible(visible);
}

} // namespace triptych::widgets
