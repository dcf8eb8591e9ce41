// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

class QLabel;
class QSlider;

namespace triptych::widgets {

// A slider with its value written beside it.
class NumberSlider : public QWidget {
    Q_OBJECT

public:
    explicit NumberSlider(QWidget* parent = nullptr);

    void setRange(int minimum, int maximum);
    [[nodiscard]] int value() const;
    // Does not emit changed().
    void setValue(int value);
    // How a value is written; the number itself unless set.
    void setFormat(std::function<QString(int)> format);
    [[nodiscard]] QSlider* slider() const { return m_slider; }

Q_SIGNALS:
    void changed(int value);

private:
    void refreshLabel();

    QSlider* m_slider;
    QLabel* m_label;
    std::function<QString(int)> m_format;
};

} // namespace triptych::widgets
