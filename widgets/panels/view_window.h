// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QToolButton>
#include <QWidget>

class QLabel;
class QPushButton;

namespace triptych::widgets {

// A view in a window of its own. It goes back to its place when that window is closed, or the one that it came from.
class ViewWindow : public QWidget {
    Q_OBJECT

public:
    // Takes a view out of its splitter or layout; a note stands in its place meanwhile. Its accessible name is the
    // window's title. Null where it stands in neither.
    static ViewWindow* detach(QWidget& view);
    // The window that a view was detached to; null while it is in its place.
    [[nodiscard]] static ViewWindow* of(const QWidget& view);

    void toggleFullScreen();
    void bringBack();
    [[nodiscard]] QPushButton* backButton() const { return m_back; }

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    explicit ViewWindow(QWidget& origin);
    void take(QWidget& view);
    void retranslate();

    QPointer<QWidget> m_view;
    QPointer<QWidget> m_placeholder;
    QPointer<QLabel> m_note; // both on the placeholder
    QPointer<QPushButton> m_back;
};

// Moves a view to a window of its own, and back.
class WindowButton : public QToolButton {
    Q_OBJECT

public:
    explicit WindowButton(QWidget& view);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
};

} // namespace triptych::widgets
