// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "inference/contract/quality.h"

class QLabel;
class QPushButton;

namespace triptych::widgets {

class CurveGlyph;
class LikenessBars;
class Session;

// What is measured in the background for the map on screen: deletion, insertion and parameter randomisation.
class LiveQuality : public QWidget {
    Q_OBJECT

public:
    explicit LiveQuality(Session& session, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Curve {
        const char* metric;
        QWidget* box;
        QLabel* name;
        QLabel* value;
        QLabel* chance;
        CurveGlyph* glyph;
    };

    [[nodiscard]] Curve makeCurve(const char* metric);
    void refresh();
    bool showCurve(const Curve& curve);
    void showRandomisation();
    void showNote(bool hasCurves);

    Session& m_session;
    Curve m_deletion;
    Curve m_insertion;
    QLabel* m_protocol;
    QWidget* m_verdictRow;
    QLabel* m_sign;
    QLabel* m_verdict;
    QLabel* m_likeness;
    LikenessBars* m_bars;
    QLabel* m_randomisation;
    QLabel* m_note;
    QPushButton* m_start;
};

} // namespace triptych::widgets
