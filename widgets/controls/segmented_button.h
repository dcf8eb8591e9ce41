// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;

namespace triptych::widgets {

// A few choices side by side, one of them taken; for choices that fit on one line.
class SegmentedButton : public QWidget {
    Q_OBJECT

public:
    explicit SegmentedButton(QWidget* parent = nullptr);

    // Keeps the chosen index where it still exists.
    void setOptions(const QStringList& options);
    void setToolTips(const QStringList& tips);
    [[nodiscard]] int current() const;
    // Does not emit chosen().
    void setCurrent(int index);

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup* m_group;
};

} // namespace triptych::widgets
