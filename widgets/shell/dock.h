// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

class QLabel;
class QToolButton;

namespace triptych::widgets {

// A dock with our header: title, facts, float and close.
class Dock : public QDockWidget {
    Q_OBJECT

public:
    explicit Dock(const QString& objectName, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setFacts(const QString& facts);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_title;
    QLabel* m_facts;
    QToolButton* m_float;
    QToolButton* m_close;
};

} // namespace triptych::widgets
