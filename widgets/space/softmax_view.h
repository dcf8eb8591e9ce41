// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/retrieval.h"

class QLabel;

namespace triptych::widgets {

class NumberSlider;

// softmax(score / temperature) over the hits as bars, live under the slider.
class SoftmaxView : public QWidget {
    Q_OBJECT

public:
    explicit SoftmaxView(Retrieval& retrieval, QWidget* parent = nullptr);

    [[nodiscard]] NumberSlider& slider() const { return *m_slider; }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();

    Retrieval& m_retrieval;
    QLabel* m_label;
    NumberSlider* m_slider;
};

} // namespace triptych::widgets
