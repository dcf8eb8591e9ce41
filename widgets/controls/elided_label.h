// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPainter>

namespace triptych::widgets {

// A line of text that ends in an ellipsis where there is no room for it; its tip has all of it.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(int leastWidth, QWidget* parent = nullptr)
        : QLabel(parent) {
        setMinimumWidth(leastWidth);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    }

    void setLine(const QString& text) {
        setText(text);
        setToolTip(text);
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return {minimumWidth(), QLabel::minimumSizeHint().height()};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }
};

} // namespace triptych::widgets
