// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/link_overlay.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPainter>
#include <QTextDocumentFragment>
#include <algorithm>
#include <cmath>

#include "widgets/panels/audio_panel.h"
#include "widgets/panels/image_canvas.h"
#include "widgets/panels/image_panel.h"
#include "widgets/panels/link_sentence.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/sound_canvas.h"
#include "widgets/panels/text_panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double linkMarkEdge = 10;

// The point of a box's edge that faces another point, as if the box were an ellipse.
QPointF facing(const QRectF& box, const QPointF& other) {
    const QPointF centre = box.center();
    const double angle = std::atan2(other.y() - centre.y(), other.x() - centre.x());
    return centre + QPointF(std::cos(angle) * box.width() / 2, std::sin(angle) * box.height() / 2);
}

struct Port {
    QPointF at;
    QPointF direction;
};

// Words are left and reached from below, pictures from the side that faces the other end, sounds from above by words
// and from the left by pictures.
Port portOf(Modality modality, Modality other, const QRectF& box, const QRectF& otherBox) {
    if (modality == Modality::Text) {
        const double shift = (other == Modality::Image ? -1 : 1) * std::min(6.0, box.width() / 4);
        const bool below = otherBox.center().y() >= box.center().y();
        return {{box.center().x() + shift, below ? box.bottom() + 4 : box.top() - 4}, {0, below ? 1.0 : -1.0}};
    }
    if (modality == Modality::Audio) {
        if (other == Modality::Text)
            return {{box.center().x(), box.top() - 26}, {0, -1}};
        const bool left = otherBox.center().x() <= box.center().x();
        return {{left ? box.left() - 2 : box.right() + 2, box.top() + box.height() * 0.12}, {left ? -1.0 : 1.0, 0}};
    }
    const QPointF at = facing(box, otherBox.center());
    const QPointF outward = at - box.center();
    const double length = std::max(1.0, std::hypot(outward.x(), outward.y()));
    return {at, {outward.x() / length, outward.y() / length}};
}

// Where a label's text stands; labels are wider than what they say.
QRect textRect(const QLabel& label) {
    const QString text =
        label.textFormat() == Qt::RichText ? QTextDocumentFragment::fromHtml(label.text()).toPlainText() : label.text();
    if (text.isEmpty())
        return {};
    constexpr int margin = 3; // bold words are wider
    const int flags = static_cast<int>(label.alignment()) | (label.wordWrap() ? Qt::TextWordWrap : 0);
    return label.fontMetrics().boundingRect(label.rect(), flags, text).adjusted(-margin, 0, 3 * margin, 0) &
           label.rect();
}

} // namespace

LinkOverlay::LinkOverlay(LinkedState& state, const ImagePanel& image, const TextPanel& text, const AudioPanel& audio,
                         QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_image(image)
    , m_text(text)
    , m_audio(audio) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    connect(&state, &LinkedState::changed, this, &LinkOverlay::refresh);
    connect(image.canvas(), &ImageCanvas::viewChanged, this, &LinkOverlay::refresh);
    connect(&text, &TextPanel::viewChanged, this, &LinkOverlay::refresh);
}

// A panel in a window of its own has no curves.
bool LinkOverlay::isHere(Modality modality) const {
    const QWidget* panel = modality == Modality::Image  ? static_cast<const QWidget*>(&m_image)
                           : modality == Modality::Text ? static_cast<const QWidget*>(&m_text)
                                                        : &m_audio;
    return parentWidget()->isAncestorOf(panel);
}

// In the coordinates of the parent, which the overlay covers.
QRectF LinkOverlay::anchor(Modality modality) const {
    const std::vector<int>& units = m_state.focus(modality).units;
    if (units.empty() || !isHere(modality))
        return {};
    if (modality == Modality::Text) {
        QRectF united;
        for (const int word : units)
            united |= m_text.chipRect(word, parentWidget());
        return united;
    }
    const bool isImage = modality == Modality::Image;
    const QWidget* canvas = isImage ? static_cast<const QWidget*>(m_image.canvas()) : m_audio.canvas();
    if (!canvas->isVisible())
        return {};
    const QRectF box = isImage ? m_image.canvas()->patchesRect(units) : m_audio.canvas()->framesRect(units);
    return box.isEmpty() ? QRectF() : box.translated(canvas->mapTo(parentWidget(), QPoint()));
}

void LinkOverlay::addCurve(Modality from, Modality to, bool dotted) {
    const QRectF fromBox = anchor(from);
    const QRectF toBox = anchor(to);
    if (fromBox.isEmpty() || toBox.isEmpty())
        return;
    const Port start = portOf(from, to, fromBox, toBox);
    const Port end = portOf(to, from, toBox, fromBox);
    const theme::Tokens& tokens = theme::current();
    m_curves.push_back(
        {start.at, start.direction, end.at, end.direction, tokens.of(from).hue, tokens.of(to).hue, 2.6, dotted});
    if (!dotted)
        m_ends.push_back({to, end.at});
}

void LinkOverlay::collectCurves() {
    m_curves.clear();
    m_ends.clear();
    const auto& source = m_state.source();
    if (!source)
        return;
    std::vector<Modality> others;
    for (const Modality modality : allModalities)
        if (modality != source->modality && m_state.focus(modality).sum > 0)
            others.push_back(modality);
    if (others.size() == 2)
        addCurve(others.front(), others.back(), true);
    for (const Modality other : others)
        addCurve(source->modality, other, false);
}

QRegion LinkOverlay::reach() const {
    QRegion region;
    for (const plot::LinkCurve& curve : m_curves) {
        const double margin = plot::reachOf(curve) + linkMarkEdge;
        region += plot::pathOf(curve).boundingRect().adjusted(-margin, -margin, margin, margin).toAlignedRect();
    }
    return region;
}

void LinkOverlay::refresh() {
    collectCurves();
    const QRegion now = reach();
    update(m_painted + now);
    m_painted = now;
}

QRegion LinkOverlay::labels() const {
    QRegion region = isHere(Modality::Text) ? m_text.chips(parentWidget()) : QRegion();
    const auto add = [&](const QWidget* widget, const QRegion& part) {
        if (widget->isVisible())
            region += part.translated(widget->mapTo(parentWidget(), QPoint()));
    };
    for (const QWidget* panel : std::initializer_list<const QWidget*>{&m_image, &m_text, &m_audio}) {
        if (!parentWidget()->isAncestorOf(panel))
            continue;
        for (const QLabel* label : panel->findChildren<QLabel*>())
            add(label, textRect(*label));
        for (const QAbstractButton* button : panel->findChildren<QAbstractButton*>())
            add(button, button->rect());
        for (const UnitChip* chip : panel->findChildren<UnitChip*>())
            add(chip, chip->rect());
    }
    if (isHere(Modality::Audio))
        add(m_audio.canvas(), m_audio.canvas()->labels());
    if (isHere(Modality::Image))
        add(m_image.canvas(), m_image.canvas()->readOutRect().toAlignedRect());
    return region;
}

void LinkOverlay::paintEvent(QPaintEvent*) {
    if (m_curves.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF picture =
        isHere(Modality::Image)
            ? m_image.canvas()->visiblePicture().translated(m_image.canvas()->mapTo(parentWidget(), QPoint()))
            : QRectF();
    painter.setClipRegion(m_painted - labels());
    drawCurves(painter, picture);
    painter.setClipping(false);
    drawEnds(painter, picture);
}

void LinkOverlay::drawCurves(QPainter& painter, const QRectF& picture) const {
    const theme::Tokens& tokens = theme::current();
    for (const plot::LinkCurve& curve : m_curves) {
        plot::drawCasing(painter, curve, tokens.panel);
        if (tokens.isDark() && m_image.canvas()->isVisible()) {
            painter.save();
            painter.setClipRect(picture, Qt::IntersectClip);
            plot::drawCasing(painter, curve, Qt::white);
            painter.restore();
        }
    }
    for (const plot::LinkCurve& curve : m_curves)
        plot::drawCurve(painter, curve);
}

void LinkOverlay::drawEnds(QPainter& painter, const QRectF& picture) const {
    for (const End& end : m_ends) {
        const QRectF mark(end.at.x() - linkMarkEdge / 2, end.at.y() - linkMarkEdge / 2, linkMarkEdge, linkMarkEdge);
        theme::drawMark(painter, end.modality, mark.adjusted(-1.5, -1.5, 1.5, 1.5),
                        picture.contains(end.at) ? QColor(Qt::white) : theme::current().panel);
        theme::drawMark(painter, end.modality, mark);
    }
}

} // namespace triptych::widgets
