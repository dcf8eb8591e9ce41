// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QTimer;

namespace triptych::widgets {

class Session;

// What stands in the workspace while there is nothing to show: an invitation, a skeleton, or an error with a way on.
class StatePage : public QWidget {
    Q_OBJECT

public:
    explicit StatePage(Session& session, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void drawSkeleton(QPainter& painter) const;
    void drawMarks(QPainter& painter) const;

    Session& m_session;
    QWidget* m_words;
    QLabel* m_title;
    QLabel* m_detail;
    QPushButton* m_retry;
};

// Lies over the panels while the result no longer fits the settings: dims them and says so. Lets every event through.
class OutOfDateVeil : public QWidget {
    Q_OBJECT

public:
    explicit OutOfDateVeil(Session& session, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    Session& m_session;
    QTimer* m_delay; // a run that ends at once does not flash
};

} // namespace triptych::widgets
