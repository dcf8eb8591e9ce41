// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/embedding_space.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace triptych::widgets {

// Lies on the map while something is selected: how much, and what can be done with it.
class SelectionBar : public QWidget {
    Q_OBJECT

public:
    explicit SelectionBar(EmbeddingSpace& space, QWidget* parent = nullptr);

    [[nodiscard]] QPushButton& searchButton() const { return *m_search; }

Q_SIGNALS:
    void searchAsked();
    // Its words have changed.
    void resized();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void retranslate();

    EmbeddingSpace& m_space;
    QLabel* m_count;
    QPushButton* m_search;
    QToolButton* m_clear;
};

} // namespace triptych::widgets
