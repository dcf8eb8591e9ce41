// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QToolButton>

class QLabel;

namespace triptych::widgets {

// That a run has something to say, in the status bar; a click shows what. Hidden where there is nothing.
class NoticesButton : public QToolButton {
    Q_OBJECT

public:
    explicit NoticesButton(QWidget* parent = nullptr);

    void setNotices(const QStringList& notices);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    QStringList m_notices;
    QLabel* m_list;
};

} // namespace triptych::widgets
