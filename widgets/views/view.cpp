// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/view.h"

#include <QEvent>

#include "widgets/panels/linked_state.h"

namespace triptych::widgets {

View::View(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state) {
    connect(&state, &LinkedState::changed, this, [this] { refresh(); });
}

void View::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets
