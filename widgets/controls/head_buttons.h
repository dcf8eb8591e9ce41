// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;
class QGridLayout;

namespace triptych::widgets {

// One small numbered button per attention head, eight in a row.
class HeadButtons : public QWidget {
    Q_OBJECT

public:
    explicit HeadButtons(QWidget* parent = nullptr);

    void setCount(int heads);
    // Counted from 0, -1 for none; does not emit chosen().
    void setCurrent(int head);

Q_SIGNALS:
    void chosen(int head);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QGridLayout* m_grid;
    QButtonGroup* m_group;
};

} // namespace triptych::widgets
