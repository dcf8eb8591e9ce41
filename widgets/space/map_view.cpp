// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/map_view.h"

#include <QButtonGroup>
#include <QEvent>
#include <QToolButton>
#include <QVBoxLayout>
#include <array>

#include "widgets/panels/panel.h"
#include "widgets/space/selection_bar.h"
#include "widgets/theme/theme.h"
#include "widgets/vtk/gl_support.h"
#include "widgets/vtk/vtk_view.h"

namespace triptych::widgets {
namespace {

constexpr std::array icons{"turn", "move", "lasso", "fit"};
constexpr std::size_t fitButton = 3;
constexpr int toolsTop = 52;

} // namespace

MapView::MapView(EmbeddingSpace& space, Retrieval& retrieval, ThumbnailCache& thumbnails, QWidget* parent)
    : QWidget(parent)
    , m_space(space)
    , m_overlay(new MapOverlay(space, retrieval, thumbnails, this))
    , m_tools(new QWidget(this)) {
    setMinimumSize(200, 160);
    addTools();
    connect(m_overlay, &MapOverlay::cloudChanged, this, &MapView::passCloud);
    connect(m_overlay, &MapOverlay::cameraChanged, this, &MapView::passCamera);
    retranslate();
}

void MapView::addTools() {
    auto* column = new QVBoxLayout(m_tools);
    column->setContentsMargins({});
    column->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (std::size_t i = 0; i < icons.size(); ++i) {
        auto* button = new QToolButton;
        button->setIcon(theme::icon(QString::fromLatin1(icons[i])));
        button->setFixedSize(theme::metric::control, theme::metric::control);
        column->addWidget(button);
        m_buttons.push_back(button);
        if (i == fitButton)
            continue;
        button->setCheckable(true);
        group->addButton(button, static_cast<int>(i));
    }
    m_buttons.front()->setChecked(true);
    connect(group, &QButtonGroup::idClicked, this, [this](int id) { m_overlay->setTool(static_cast<MapTool>(id)); });
    connect(m_buttons[fitButton], &QToolButton::clicked, m_overlay, &MapOverlay::fit);
}

void MapView::showEvent(QShowEvent*) {
    if (m_vtk || !hasGl())
        return;
    m_vtk = new VtkView(this);
    m_overlay->setPaintsPoints(false);
    place();
    m_vtk->show();
    passCloud();
}

void MapView::offerSearch() {
    m_selection = new SelectionBar(m_space, this);
    connect(m_selection, &SelectionBar::searchAsked, this, &MapView::searchAsked);
    connect(m_selection, &SelectionBar::resized, this, &MapView::place);
}

void MapView::place() {
    if (m_vtk) {
        m_vtk->setGeometry(rect());
        m_vtk->lower();
    }
    m_overlay->setGeometry(rect());
    m_tools->move(theme::metric::listPadding, toolsTop);
    m_tools->adjustSize();
    m_tools->raise();
    if (!m_selection)
        return;
    QRect bar({theme::metric::listPadding, 0}, m_selection->size());
    bar.moveBottom(height() - theme::metric::listPadding);
    if (bar.intersects(m_overlay->qualityBox()))
        bar.moveRight(width() - theme::metric::listPadding);
    m_selection->move(bar.topLeft());
    m_selection->raise();
}

void MapView::resizeEvent(QResizeEvent*) {
    place();
}

void MapView::passCloud() {
    if (m_vtk)
        m_vtk->setCloud(m_overlay->cloud());
    passCamera(false);
}

bool MapView::isSettled() const {
    return !m_vtk || !m_vtk->isVisible() || m_vtk->isWhole();
}

void MapView::passCamera(bool moving) {
    if (m_vtk)
        m_vtk->setCamera(m_overlay->camera(), m_overlay->markPixels(), moving);
}

void MapView::retranslate() {
    const std::array tips{tr("Turn (drag; in two dimensions: move)"), tr("Move (drag)"),
                          tr("Select by drawing around points"), tr("Fit all points (double click)")};
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        setTip(m_buttons[i], tips[i]);
    setAccessibleName(tr("Map of the embedding space"));
}

void MapView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets
