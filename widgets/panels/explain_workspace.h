// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <array>

class QScrollArea;
class QSplitter;
class QStackedLayout;

namespace triptych::widgets {

class AudioPanel;
class ImagePanel;
class LinkedState;
class LinkOverlay;
class GrowingText;
class OutOfDateVeil;
class Session;
class StatePage;
class TextPanel;
class ViewTabs;

// The centre of the window: three linked panels, the views below them, and the curves between them.
class ExplainWorkspace : public QWidget {
    Q_OBJECT

public:
    explicit ExplainWorkspace(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] LinkedState& linked() const { return *m_linked; }
    [[nodiscard]] const LinkOverlay& overlay() const { return *m_overlay; }

    // The explanation as a figure of this size in px at 100 %, drawn anew on white; null without a result.
    [[nodiscard]] QImage renderFigure(const QSize& size, double scale) const;
    void paintFigure(QPainter& painter, const QSizeF& size) const;

public Q_SLOTS:
    void copyFigure();
    // One view over the whole workspace and back.
    void toggleExpanded(QWidget* view);
    // The view under the cursor.
    void toggleExpandedUnderCursor();
    void togglePlay();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] std::array<QWidget*, 5> views() const;
    void buildPanels();
    void connectPanels();
    void onStateChanged();
    // Panels beside each other, or one below the other where there is no room.
    void arrange();
    void settle();
    void placeOverlay();
    // The text and the sound share their column; a sound that the model does not read needs a line only.
    void divideRows();
    void alignRow(QSplitter& row, const QSplitter& like) const;
    void divideColumn();
    void stepLayer(int step);
    void stepHead(int step);

    Session& m_session;
    LinkedState* m_linked;
    ImagePanel* m_image;
    TextPanel* m_text;
    AudioPanel* m_audio;
    ViewTabs* m_leftViews;
    ViewTabs* m_rightViews;
    QSplitter* m_rows;
    QSplitter* m_top;
    QSplitter* m_right;
    QSplitter* m_bottom;
    QWidget* m_content; // the panels and the curves over them
    QScrollArea* m_scroll;
    QStackedLayout* m_pages;
    StatePage* m_statePage;
    LinkOverlay* m_overlay;
    OutOfDateVeil* m_veil;
    GrowingText* m_writing;
    QWidget* m_expanded = nullptr;
    bool m_narrow = false;
    bool m_readsAudio = true;
    bool m_readsImage = true;
};

} // namespace triptych::widgets
