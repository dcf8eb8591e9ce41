// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/map_overlay.h"

class QToolButton;

namespace triptych::widgets {

class SelectionBar;
class VtkView;

// The map of an embedding space: points by VTK where OpenGL is, painted where not, and above them everything else.
class MapView : public QWidget {
    Q_OBJECT

public:
    MapView(EmbeddingSpace& space, Retrieval& retrieval, ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    [[nodiscard]] MapOverlay& overlay() const { return *m_overlay; }
    // A bar that offers to search with what is selected.
    void offerSearch();
    [[nodiscard]] SelectionBar* selectionBar() const { return m_selection; }
    // Null where there is no OpenGL, and until the map was shown.
    [[nodiscard]] VtkView* vtk() const { return m_vtk; }
    // Whether every point that is to be seen is drawn.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void searchAsked();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void addTools();
    void retranslate();
    void place();
    void passCloud();
    void passCamera(bool moving);

    EmbeddingSpace& m_space;
    MapOverlay* m_overlay;
    VtkView* m_vtk = nullptr;
    QWidget* m_tools;
    SelectionBar* m_selection = nullptr;
    std::vector<QToolButton*> m_buttons; // turn, move, lasso, fit
};

} // namespace triptych::widgets
