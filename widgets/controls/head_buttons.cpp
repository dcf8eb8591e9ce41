// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/head_buttons.h"

#include <QButtonGroup>
#include <QEvent>
#include <QGridLayout>
#include <QPainter>

#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int perRow = 8;

class HeadButton : public QAbstractButton {
public:
    using QAbstractButton::QAbstractButton;

    [[nodiscard]] QSize sizeHint() const override { return {18, theme::metric::compact}; }

protected:
    void paintEvent(QPaintEvent*) override {
        const theme::Tokens& t = theme::current();
        QPainter painter(this);
        const bool on = isChecked() && isEnabled();
        theme::parts::box(painter, rect(),
                          on             ? t.accent
                          : underMouse() ? t.hover
                                         : t.raised,
                          {}, theme::metric::smallRadius);
        painter.setFont(theme::font(theme::Role::Hint, on ? QFont::DemiBold : QFont::Normal));
        painter.setPen(on ? t.onAccent : t.ink2);
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            theme::parts::focusRing(painter, rect(), theme::metric::smallRadius);
    }
};

} // namespace

HeadButtons::HeadButtons(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_group(new QButtonGroup(this)) {
    m_grid->setContentsMargins({});
    m_grid->setSpacing(3);
    connect(m_group, &QButtonGroup::idClicked, this, &HeadButtons::chosen);
}

void HeadButtons::setCount(int heads) {
    if (heads == m_group->buttons().size())
        return;
    qDeleteAll(m_group->buttons());
    for (int head = 0; head < heads; ++head) {
        auto* button = new HeadButton(this);
        button->setText(QString::number(head + 1));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAttribute(Qt::WA_Hover);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        m_group->addButton(button, head);
        m_grid->addWidget(button, head / perRow, head % perRow);
    }
    retranslate();
}

void HeadButtons::setCurrent(int head) {
    if (QAbstractButton* button = m_group->button(head)) {
        button->setChecked(true);
    } else if (QAbstractButton* checked = m_group->checkedButton()) {
        m_group->setExclusive(false);
        checked->setChecked(false);
        m_group->setExclusive(true);
    }
}

void HeadButtons::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void HeadButtons::retranslate() {
    for (QAbstractButton* button : m_group->buttons()) {
        button->setToolTip(tr("Attention head %1").arg(m_group->id(button) + 1));
        button->setAccessibleName(button->toolTip());
    }
}

} // namespace triptych::widgets
