// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QWidget>
#include <vector>

#include "widgets/panels/linked_state.h"

namespace triptych::widgets {

// The words of the text as chips that wrap, each shaded by its value with a thin bar below.
class WordFlow : public QWidget {
    Q_OBJECT

public:
    explicit WordFlow(LinkedState& state, QWidget* parent = nullptr);

    // The chip of a word in widget coordinates.
    [[nodiscard]] QRectF chipRect(int word) const;
    // All chips with the bars below them.
    [[nodiscard]] QRegion chips() const;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override { return {320, heightForWidth(320)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 48}; }

Q_SIGNALS:
    void editRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] std::vector<QRectF> layoutChips(int width) const;
    void onResult();
    void drawChip(QPainter& painter, int word) const;
    [[nodiscard]] bool isLit(int word) const;
    [[nodiscard]] int wordAt(const QPointF& position) const;
    void hoverWord(int word);
    void pinWord(int word, bool add);

    LinkedState& m_state;
    std::vector<QRectF> m_chips;
    int m_cursor = -1;
    int m_pressed = -1;
};

} // namespace triptych::widgets
