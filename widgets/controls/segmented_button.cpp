// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/segmented_button.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

class Segment : public QAbstractButton {
public:
    using QAbstractButton::QAbstractButton;

    [[nodiscard]] QSize sizeHint() const override {
        return {QFontMetrics(theme::font(theme::Role::Secondary, QFont::DemiBold)).horizontalAdvance(text()) + 16,
                theme::metric::control};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint() - QSize(8, 0); }

protected:
    void paintEvent(QPaintEvent*) override {
        const theme::Tokens& t = theme::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        // The frame clips the outer corners, so each segment is a plain rectangle.
        QPainterPath frame;
        const QRectF whole = QRectF(parentWidget()->rect()).translated(-pos()).adjusted(1, 1, -1, -1);
        frame.addRoundedRect(whole, theme::metric::radius - 1, theme::metric::radius - 1);
        painter.setClipPath(frame);
        if (isChecked())
            painter.fillRect(rect(), t.accentSoft);
        else if (underMouse() && isEnabled())
            painter.fillRect(rect(), t.hover);
        if (x() > 0)
            painter.fillRect(QRect(0, 0, 1, height()), t.control);
        painter.setFont(theme::font(theme::Role::Secondary, isChecked() ? QFont::DemiBold : QFont::Normal));
        painter.setPen(!isEnabled()  ? palette().color(QPalette::Disabled, QPalette::Text)
                       : isChecked() ? t.accent
                                     : t.ink2);
        painter.drawText(rect(), Qt::AlignCenter, text());
        painter.setClipping(false);
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            theme::parts::focusRing(painter, rect().adjusted(1, 1, -1, -1), theme::metric::smallRadius);
    }
    void enterEvent(QEnterEvent* event) override {
        QAbstractButton::enterEvent(event);
        update();
    }
    void leaveEvent(QEvent* event) override {
        QAbstractButton::leaveEvent(event);
        update();
    }
};

} // namespace

SegmentedButton::SegmentedButton(QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedButton::chosen);
}

void SegmentedButton::setOptions(const QStringList& options) {
    QList<QAbstractButton*> buttons = m_group->buttons();
    while (buttons.size() > options.size()) {
        QAbstractButton* last = buttons.takeLast();
        m_group->removeButton(last);
        delete last;
    }
    for (int i = 0; i < options.size(); ++i) {
        if (i >= buttons.size()) {
            auto* segment = new Segment(this);
            segment->setCheckable(true);
            segment->setFocusPolicy(Qt::TabFocus);
            segment->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
            m_group->addButton(segment, i);
            layout()->addWidget(segment);
            buttons.append(segment);
        }
        buttons[i]->setText(options[i]);
        buttons[i]->setAccessibleName(options[i]);
    }
    updateGeometry();
}

void SegmentedButton::setToolTips(const QStringList& tips) {
    for (int i = 0; i < tips.size(); ++i)
        if (QAbstractButton* button = m_group->button(i))
            button->setToolTip(tips[i]);
}

int SegmentedButton::current() const {
    return m_group->checkedId();
}

void SegmentedButton::setCurrent(int index) {
    QAbstractButton* chosen = m_group->button(index);
    if (!chosen)
        return;
    chosen->setChecked(true);
    // The Tab key reaches the choice that is taken; arrow keys go on from there.
    for (QAbstractButton* button : m_group->buttons())
        button->setFocusPolicy(button == chosen ? Qt::TabFocus : Qt::NoFocus);
}

void SegmentedButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    theme::parts::box(painter, rect(), theme::current().panel, theme::current().control, theme::metric::radius);
}

} // namespace triptych::widgets
