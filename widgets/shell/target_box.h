// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <vector>

#include "widgets/session/session.h"

namespace triptych::widgets {

// Chooses the number that is explained, among those that model and sample offer, and shows its value.
class TargetBox : public QComboBox {
    Q_OBJECT

public:
    explicit TargetBox(Session& session, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    [[nodiscard]] std::vector<Target> offered() const;

    Session& m_session;
    std::vector<Target> m_targets;
};

} // namespace triptych::widgets
