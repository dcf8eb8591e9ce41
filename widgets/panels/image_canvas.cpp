// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/image_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "visualization/plot/heat_picture.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/region_boxes.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

// Boxes are known in fractions of a picture that the sample does not have.
QImage blankGround() {
    QImage ground(448, 448, QImage::Format_RGB32);
    ground.fill(QColor(225, 228, 232));
    return ground;
}

} // namespace

ImageCanvas::ImageCanvas(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::CrossCursor);
    connect(&state, &LinkedState::resultChanged, this, &ImageCanvas::onResult);
    connect(&state, &LinkedState::changed, this, &ImageCanvas::onChanged);
    connect(&state.session().quality(), &QualityMonitor::previewChanged, this, &ImageCanvas::onChanged);
    onResult();
    onChanged();
}

void ImageCanvas::onResult() {
    const RunResult* result = m_state.result();
    m_source = result ? plot::toImage(result->inputs.picture) : QImage();
    if (m_source.isNull() && m_state.readsRegions())
        m_source = blankGround();
    m_view.setPictureSize(m_source.size());
    m_cursor = -1;
    // What was pressed belongs to the result before.
    m_pressed = -1;
    m_lasso.clear();
    moved();
}

void ImageCanvas::onChanged() {
    m_pictureStale = m_pictureStale || m_hasGrid != m_state.display().showGrid;
    m_outline = plot::outlinePath(m_state.outline(), grid());
    if (!m_pictureStale)
        chooseHeat();
    update();
}

void ImageCanvas::moved() {
    m_pictureStale = true;
    m_outline = plot::outlinePath(m_state.outline(), grid());
    update();
    Q_EMIT viewChanged();
}

void ImageCanvas::fit() {
    m_view.fit();
    moved();
}

QRectF ImageCanvas::grid() const {
    if (!m_state.result())
        return {};
    const ShownInputs& inputs = m_state.result()->inputs;
    return plot::gridRect(inputs.patchGrid, inputs.picture, m_view.pictureRect());
}

QRectF ImageCanvas::patchesRect(const std::vector<int>& patches) const {
    QRectF united;
    if (m_state.readsRegions())
        united = unitsPath(patches).boundingRect();
    else if (m_state.result())
        for (const int patch : patches)
            united |= plot::patchRect(m_state.result()->inputs.patchGrid, grid(), patch);
    return united.intersected(m_view.visibleRect());
}

QPainterPath ImageCanvas::unitsPath(const std::vector<int>& units) const {
    const ShownInputs& inputs = m_state.result()->inputs;
    return m_state.readsRegions() ? regions::pathOf(inputs.regions, m_view.pictureRect(), units)
                                  : plot::patchesPath(inputs.patchGrid, grid(), units);
}

int ImageCanvas::patchAt(const QPointF& position) const {
    if (m_state.readsRegions())
        return m_view.visibleRect().contains(position)
                   ? regions::at(m_state.result()->inputs.regions, m_view.pictureRect(), position)
                   : -1;
    const QRectF area = grid();
    if (!m_state.result() || !area.contains(position) || !m_view.visibleRect().contains(position))
        return -1;
    const PatchGrid& patches = m_state.result()->inputs.patchGrid;
    if (patches.count() == 0)
        return -1;
    const int col = static_cast<int>((position.x() - area.x()) / area.width() * patches.cols);
    const int row = static_cast<int>((position.y() - area.y()) / area.height() * patches.rows);
    return std::clamp(row, 0, patches.rows - 1) * patches.cols + std::clamp(col, 0, patches.cols - 1);
}

UnitSet ImageCanvas::patchesBetween(int from, int to) const {
    if (m_state.readsRegions())
        return {Modality::Image, from == to ? std::vector{from} : std::vector{from, to}};
    const int cols = m_state.result()->inputs.patchGrid.cols;
    const auto [firstRow, lastRow] = std::minmax({from / cols, to / cols});
    const auto [firstCol, lastCol] = std::minmax({from % cols, to % cols});
    UnitSet set{Modality::Image, {}};
    for (int row = firstRow; row <= lastRow; ++row)
        for (int col = firstCol; col <= lastCol; ++col)
            set.units.push_back(row * cols + col);
    return set;
}

// Units whose middle lies inside the line.
UnitSet ImageCanvas::unitsInLasso() const {
    UnitSet set{Modality::Image, {}};
    const ShownInputs& inputs = m_state.result()->inputs;
    const bool regions = m_state.readsRegions();
    const int count = regions ? static_cast<int>(inputs.regions.size()) : inputs.patchGrid.count();
    for (int unit = 0; unit < count; ++unit) {
        const QRectF box = regions
                               ? regions::rectOf(inputs.regions[static_cast<std::size_t>(unit)], m_view.pictureRect())
                               : plot::patchRect(inputs.patchGrid, grid(), unit);
        if (m_lasso.containsPoint(box.center(), Qt::OddEvenFill))
            set.units.push_back(unit);
    }
    return set;
}

void ImageCanvas::setLasso(bool on) {
    m_lassoes = on;
    m_lasso.clear();
    update();
}

void ImageCanvas::pinDragged(const UnitSet& set, bool add) {
    Selection& selection = m_state.session().selection();
    const bool again = set.units.size() == 1 && selection.isPinned(Modality::Image, set.units.front());
    if (add)
        selection.addPin(set);
    else
        selection.pin(again ? UnitSet{} : set);
}

void ImageCanvas::resizeEvent(QResizeEvent*) {
    m_view.setViewport(rect());
    moved();
}

void ImageCanvas::hoverPatch(int patch) {
    m_cursor = patch;
    Selection& selection = m_state.session().selection();
    if (patch < 0) {
        selection.unhover();
        m_state.session().setReadOut({});
        update();
        return;
    }
    selection.hover(m_pressed >= 0 ? patchesBetween(m_pressed, patch) : UnitSet{Modality::Image, {patch}});
    const FloatArray& map = m_state.heat(Modality::Image).map;
    if (static_cast<std::size_t>(patch) < map.size())
        m_state.session().setReadOut(tr("patch %1 · %2", "place and value under the cursor")
                                         .arg(m_state.describe({Modality::Image, {patch}}),
                                              numberText(map.values()[static_cast<std::size_t>(patch)])));
    update();
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (m_panFrom) {
        m_view.pan(event->position() - *m_panFrom);
        m_panFrom = event->position();
        moved();
        return;
    }
    if (!m_lasso.isEmpty()) {
        m_lasso << event->position();
        m_state.session().selection().hover(unitsInLasso());
        return update();
    }
    if (const int patch = patchAt(event->position()); patch != m_cursor)
        hoverPatch(patch);
}

void ImageCanvas::mousePressEvent(QMouseEvent* event) {
    const bool pans = event->button() == Qt::MiddleButton || event->modifiers().testFlag(Qt::ControlModifier);
    if (pans) {
        m_panFrom = event->position();
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        m_pressed = patchAt(event->position());
        if (m_lassoes && m_pressed >= 0)
            m_lasso << event->position();
    }
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (m_panFrom) {
        m_panFrom.reset();
        setCursor(Qt::CrossCursor);
        return;
    }
    const int patch = patchAt(event->position());
    if (m_pressed < 0 || event->button() != Qt::LeftButton)
        return;
    // A line too short to hold anything is a click.
    UnitSet set = m_lasso.size() > 2 ? unitsInLasso() : UnitSet{};
    if (set.empty())
        set = patchesBetween(m_pressed, patch >= 0 && m_lasso.isEmpty() ? patch : m_pressed);
    m_pressed = -1;
    m_lasso.clear();
    pinDragged(set, event->modifiers().testFlag(Qt::ShiftModifier));
    update();
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent*) {
    fit();
}

void ImageCanvas::wheelEvent(QWheelEvent* event) {
    constexpr double perNotch = 1.25;
    m_view.zoomAt(event->position(), std::pow(perNotch, event->angleDelta().y() / 120.0));
    moved();
    event->accept();
}

void ImageCanvas::stepCursor(int rows, int cols) {
    const RunResult* result = m_state.result();
    if (m_state.readsRegions()) {
        const int last = static_cast<int>(result->inputs.regions.size()) - 1;
        return hoverPatch(std::clamp(m_cursor + rows + cols, 0, last));
    }
    if (!result || result->inputs.patchGrid.count() == 0)
        return;
    const PatchGrid& patches = result->inputs.patchGrid;
    const int from = m_cursor >= 0 ? m_cursor : patches.rows / 2 * patches.cols + patches.cols / 2;
    const int row = std::clamp(from / patches.cols + rows, 0, patches.rows - 1);
    const int col = std::clamp(from % patches.cols + cols, 0, patches.cols - 1);
    hoverPatch(row * patches.cols + col);
}

void ImageCanvas::keyPressEvent(QKeyEvent* event) {
    constexpr double perKey = 1.25;
    switch (event->key()) {
    case Qt::Key_Left:
        return stepCursor(0, -1);
    case Qt::Key_Right:
        return stepCursor(0, 1);
    case Qt::Key_Up:
        return stepCursor(-1, 0);
    case Qt::Key_Down:
        return stepCursor(1, 0);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_cursor >= 0)
            m_state.session().selection().pin({Modality::Image, {m_cursor}});
        return;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        m_view.zoomAt(m_view.visibleRect().center(), event->key() == Qt::Key_Plus ? perKey : 1 / perKey);
        return moved();
    case Qt::Key_0:
        return fit();
    default:
        QWidget::keyPressEvent(event);
    }
}

void ImageCanvas::leaveEvent(QEvent*) {
    if (m_pressed < 0)
        hoverPatch(-1);
}

} // namespace triptych::widgets
