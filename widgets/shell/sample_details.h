// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/session/session.h"

class QLabel;

namespace triptych::widgets {

// What the current sample is: its id, what is known of it, its modalities.
class SampleDetails : public QWidget {
    Q_OBJECT

public:
    explicit SampleDetails(Session& session, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    Session& m_session;
    QLabel* m_name;
    QLabel* m_origin;
    QLabel* m_text;
    QWidget* m_marks;
};

} // namespace triptych::widgets
