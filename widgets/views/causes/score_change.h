// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

namespace triptych::widgets {

// The target without and with the interventions as two bars from a common zero, and the change. Click copies the values
// in full.
class ScoreChange : public QWidget {
    Q_OBJECT

public:
    explicit ScoreChange(QWidget* parent = nullptr);

    struct Values {
        QString target;
        double before = 0;
        double after = 0;
    };
    // Nothing: no intervention is in force, or its run has not ended.
    void setValues(std::optional<Values> values);

    [[nodiscard]] QSize sizeHint() const override { return {260, 60}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 60}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void drawBar(QPainter& painter, const QRectF& row, const QString& label, double value, bool isNew) const;

    std::optional<Values> m_values;
};

} // namespace triptych::widgets
