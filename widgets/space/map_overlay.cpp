// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/map_overlay.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/space/map_cards.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double pickReach = 8;
constexpr double dragReach = 4;
constexpr double zoomStep = 1.2;
constexpr float deepMargin = 1.12F;
constexpr int overlayEdge = 12; // around what stands on the map
constexpr int toolsWidth = 48;
constexpr int legendHeight = 48;
constexpr int narrowMap = 560; // below this the legend keeps the map to itself
constexpr std::size_t mostCounted = 50'000;
const QPointF firstTurn(60, 45); // a third dimension is seen at once

} // namespace

MapOverlay::MapOverlay(EmbeddingSpace& space, Retrieval& retrieval, ThumbnailCache& thumbnails, QWidget* parent)
    : QWidget(parent)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_thumbnails(thumbnails) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&space, &EmbeddingSpace::corpusChanged, this, &MapOverlay::onCorpusChanged);
    connect(&space, &EmbeddingSpace::layoutChanged, this, &MapOverlay::onLayoutChanged);
    connect(&space, &EmbeddingSpace::selectionChanged, this, &MapOverlay::refreshCloud);
    for (const auto signal : {&EmbeddingSpace::hoverChanged, &EmbeddingSpace::shownSampleChanged})
        connect(&space, signal, this, qOverload<>(&QWidget::update));
    connect(&retrieval, &Retrieval::changed, this, qOverload<>(&QWidget::update));
    connect(&retrieval, &Retrieval::temperatureChanged, this, qOverload<>(&QWidget::update));
    connect(&thumbnails, &ThumbnailCache::arrived, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, &MapOverlay::onCorpusChanged);
    onCorpusChanged();
}

void MapOverlay::setTool(MapTool tool) {
    m_tool = tool;
    setCursor(tool == MapTool::Lasso ? Qt::CrossCursor : Qt::ArrowCursor);
}

void MapOverlay::setColouring(MapColouring colouring) {
    m_colouring = std::move(colouring);
    onCorpusChanged();
}

void MapOverlay::onCorpusChanged() {
    m_groups = colourGroups(m_space, m_colouring);
    m_isFitted = m_isFitted && !m_space.points().empty();
    refreshCloud();
}

void MapOverlay::onLayoutChanged() {
    refreshCloud();
    // Live frames grow: the camera follows until the user takes it.
    if (m_isFitted)
        placeQuality();
    else
        fit();
    update();
}

void MapOverlay::refreshCloud() {
    m_cloud = cloudOf(m_space, m_groups, true);
    Q_EMIT cloudChanged();
    update();
}

void MapOverlay::fit() {
    m_isFitted = false;
    if (m_space.points().empty())
        return;
    const QMarginsF frame(toolsWidth, legendHeight, overlayEdge, overlayEdge);
    fitInto(QRectF(rect()).marginsRemoved(frame));
    placeQuality();
    if (!m_qualityBox.isEmpty() && pointsIn(m_qualityBox) > 0) {
        m_qualityBox = qualityCorners().front();
        fitInto(QRectF(rect()).marginsRemoved(frame + QMarginsF(0, 0, m_qualityBox.width(), 0)));
    }
    Q_EMIT cameraChanged(false);
    update();
}

void MapOverlay::fitInto(const QRectF& area) {
    const std::vector<QVector3D>& points = m_space.points();
    QVector3D low = points.front();
    QVector3D high = low;
    for (const QVector3D& point : points)
        for (int axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], point[axis]);
            high[axis] = std::max(high[axis], point[axis]);
        }
    m_camera.lookFromFront();
    const bool isDeep = m_space.layout().dimensions == 3;
    if (isDeep)
        m_camera.turn(firstTurn);
    QVector3D extent = high - low;
    const QVector3D middle = (low + high) / 2;
    if (isDeep) {
        float radius = 0;
        for (const QVector3D& point : points)
            radius = std::max(radius, (point - middle).length());
        extent = QVector3D(2, 2, 2) * radius * deepMargin;
    }
    const double unitsPerPixel = std::max(static_cast<double>(extent.x()) / std::max(1.0, area.width()),
                                          static_cast<double>(extent.y()) / std::max(1.0, area.height()));
    m_camera.fit(middle, unitsPerPixel * std::min(width(), height()) / 2, size());
    m_camera.pan(area.center() - QRectF(rect()).center(), size());
}

std::vector<QRect> MapOverlay::qualityCorners() const {
    const QSize box = cards::qualitySize(m_space);
    const int right = width() - box.width() - overlayEdge;
    const int bottom = height() - box.height() - overlayEdge;
    // Legends of values may be as wide as the map.
    const int top = m_colouring.column.empty() ? overlayEdge : legendHeight;
    return {{{right, top}, box}, {{right, bottom}, box}, {{overlayEdge, bottom}, box}};
}

std::size_t MapOverlay::pointsIn(const QRect& box) const {
    const auto reach = static_cast<int>(markPixels());
    const QRectF area = box.adjusted(-reach, -reach, reach, reach);
    std::size_t count = 0;
    const std::size_t stride = scene::strideFor(m_space.points().size(), mostCounted);
    for (std::size_t i = 0; i < m_space.points().size(); i += stride)
        if (const auto there = seen(static_cast<int>(i)); there && area.contains(there->at))
            ++count;
    return count;
}

// Stays where it is unless another corner hides fewer points.
void MapOverlay::placeQuality() {
    const QSize size = cards::qualitySize(m_space);
    if (size.isEmpty() || width() < narrowMap || height() < 2 * size.height())
        return m_qualityBox.setSize({0, 0});
    std::vector<QRect> corners = qualityCorners();
    std::ranges::stable_partition(corners, [&](const QRect& corner) { return corner.intersects(m_qualityBox); });
    std::vector<std::size_t> hidden;
    for (const QRect& corner : corners)
        hidden.push_back(pointsIn(corner));
    m_qualityBox = corners[static_cast<std::size_t>(std::ranges::min_element(hidden) - hidden.begin())];
}

double MapOverlay::markPixels() const {
    return scene::markPixels(m_cloud.points.size());
}

std::optional<scene::MapCamera::Seen> MapOverlay::seen(int item) const {
    if (item < 0 || static_cast<std::size_t>(item) >= m_space.points().size())
        return std::nullopt;
    const auto there = m_camera.see(m_space.points()[static_cast<std::size_t>(item)], size());
    return there.depth > 0 ? std::optional(there) : std::nullopt;
}

QPointF MapOverlay::positionOf(int item) const {
    const auto there = seen(item);
    return there ? there->at : QPointF();
}

int MapOverlay::itemAt(const QPointF& at) const {
    int best = -1;
    double least = pickReach * pickReach;
    for (int i = 0; i < static_cast<int>(m_space.points().size()); ++i) {
        const auto there = seen(i);
        if (!there)
            continue;
        const QPointF away = there->at - at;
        const double distance = QPointF::dotProduct(away, away);
        if (distance >= least)
            continue;
        least = distance;
        best = i;
    }
    return best;
}

void MapOverlay::mousePressEvent(QMouseEvent* event) {
    m_pressed = m_last = event->position();
    m_button = event->button();
    m_dragged = false;
    m_lasso.clear();
}

void MapOverlay::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (!m_pressed)
        return m_space.hover(itemAt(at));
    m_dragged = m_dragged || (at - *m_pressed).manhattanLength() > dragReach;
    if (!m_dragged)
        return;
    if (m_button == Qt::LeftButton && m_tool == MapTool::Lasso)
        m_lasso.isEmpty() ? m_lasso << *m_pressed << at : m_lasso << at;
    else
        moveCamera(at - m_last, m_button);
    m_last = at;
    update();
}

void MapOverlay::moveCamera(const QPointF& pixels, Qt::MouseButton button) {
    const bool isDeep = m_space.layout().dimensions == 3;
    const bool turns = isDeep && (button == Qt::RightButton || (button == Qt::LeftButton && m_tool == MapTool::Turn));
    if (turns)
        m_camera.turn(pixels);
    else
        m_camera.pan(pixels, size());
    m_isFitted = m_isMoving = true;
    Q_EMIT cameraChanged(true);
}

void MapOverlay::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed)
        return;
    m_pressed.reset();
    m_isMoving = false;
    if (m_dragged)
        placeQuality();
    if (m_dragged && !m_lasso.isEmpty())
        selectInLasso();
    else if (!m_dragged && event->button() == Qt::LeftButton)
        m_space.click(itemAt(event->position()), event->modifiers().testFlag(Qt::ShiftModifier));
    update();
}

// The lasso is painted once and looked up: its corners are many, and so are the points.
void MapOverlay::selectInLasso() {
    const QRect bounds = m_lasso.boundingRect().toAlignedRect();
    QImage mask(bounds.size(), QImage::Format_Grayscale8);
    mask.fill(Qt::black);
    QPainter painter(&mask);
    painter.translate(-bounds.topLeft());
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawPolygon(m_lasso, Qt::OddEvenFill);
    painter.end();
    std::vector<int> inside;
    for (int i = 0; i < static_cast<int>(m_space.points().size()); ++i) {
        const auto there = seen(i);
        if (!there || !bounds.contains(there->at.toPoint()))
            continue;
        const QPoint at = there->at.toPoint() - bounds.topLeft();
        if (mask.constScanLine(at.y())[at.x()] != 0)
            inside.push_back(i);
    }
    m_space.select(std::move(inside));
}

void MapOverlay::mouseDoubleClickEvent(QMouseEvent*) {
    fit();
}

void MapOverlay::wheelEvent(QWheelEvent* event) {
    m_camera.zoom(std::pow(zoomStep, event->angleDelta().y() / 120.0), event->position(), size());
    m_isFitted = true;
    placeQuality();
    Q_EMIT cameraChanged(true);
    update();
    event->accept();
}

void MapOverlay::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape)
        return QWidget::keyPressEvent(event);
    m_lasso.clear();
    m_space.click(-1);
}

void MapOverlay::leaveEvent(QEvent*) {
    m_space.hover(-1);
}

void MapOverlay::resizeEvent(QResizeEvent*) {
    m_lasso.clear();
    if (m_isFitted)
        placeQuality();
    else
        fit();
    Q_EMIT cameraChanged(false);
}

void MapOverlay::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        onCorpusChanged();
}

} // namespace triptych::widgets
