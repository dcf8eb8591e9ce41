// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

#include "widgets/panels/linked_state.h"

namespace triptych::widgets {

// The texts of a sample, one below the other, for a model that compares each of them with the image: the explained one
// is marked, its score and those of the others stand on the right. A click or the arrow keys choose the explained one.
class TextChoices : public QWidget {
    Q_OBJECT

public:
    explicit TextChoices(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }
    // Whether there is a choice at all.
    [[nodiscard]] bool isNeeded() const;

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    void refresh();
    void retranslate();
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] int rowAt(const QPoint& position) const; // -1: none
    // The first row that is shown, so that the chosen one is among them.
    [[nodiscard]] int firstShown() const;

    LinkedState& m_state;
    QStringList m_texts;
    std::vector<double> m_scores; // of the explained image; empty where there are none yet
    int m_hovered = -1;
};

} // namespace triptych::widgets
