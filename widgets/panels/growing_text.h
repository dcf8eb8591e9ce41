// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace triptych::widgets {

class Session;

// What the model has written so far, word by word, while its run goes on. Lies over the workspace and lets the mouse
// through; hidden where nothing is being written.
class GrowingText : public QWidget {
    Q_OBJECT

public:
    GrowingText(const Session& session, QWidget* parent);

    [[nodiscard]] const QString& text() const { return m_text; }
    // Takes its place in the middle of the upper part of an area.
    void placeIn(const QRect& area);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void onProgress();
    void onStateChanged();
    [[nodiscard]] QRect textRect() const;

    const Session& m_session;
    QString m_text;
    QRect m_area;
};

} // namespace triptych::widgets
