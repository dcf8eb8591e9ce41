// SPDX-License-Identifier: GPL-3.0-or-later
// Small drawings of the quality section.
#pragma once

#include <QWidget>
#include <vector>

#include "inference/contract/quality.h"

namespace triptych::widgets {

// A curve without words: the target while units are changed, its area filled.
class CurveGlyph : public QWidget {
    Q_OBJECT

public:
    explicit CurveGlyph(QWidget* parent = nullptr);
    void setCurve(const QualityCurve& curve);
    [[nodiscard]] QSize sizeHint() const override { return {104, 52}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QualityCurve m_curve;
};

// One bar per reset layer, from the output down, on a scale of 0 to 1 with the limit as a line.
class LikenessBars : public QWidget {
    Q_OBJECT

public:
    explicit LikenessBars(QWidget* parent = nullptr);
    void setRandomisation(const Randomisation& randomisation);
    [[nodiscard]] QSize sizeHint() const override { return {208, 28}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Randomisation m_randomisation;
};

} // namespace triptych::widgets
