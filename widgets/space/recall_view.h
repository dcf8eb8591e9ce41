// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/corpus_judgement.h"

namespace triptych::widgets {

// How well each modality finds the others in the open corpus: recall at 1, 5 and 10 with 95 % intervals. A click on a
// direction asks for its wrong hits.
class RecallView : public QWidget {
    Q_OBJECT

public:
    explicit RecallView(const CorpusJudgement& judgement, QWidget* parent = nullptr);

    [[nodiscard]] QRect rowRect(int direction) const;

Q_SIGNALS:
    void directionChosen(int direction);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void paintDirection(QPainter& painter, int direction) const;
    [[nodiscard]] QString explanationOf(int direction) const;
    // -1 where there is none.
    [[nodiscard]] int directionAt(const QPoint& at) const;
    [[nodiscard]] int columnWidth() const;

    const CorpusJudgement& m_judgement;
    int m_hovered = -1;
};

} // namespace triptych::widgets
