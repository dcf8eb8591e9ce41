// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QSvgRenderer>
#include <cmath>
#include <functional>

#include "widgets/theme/theme.h"

namespace triptych::widgets::theme {

namespace {

QColor inkColour(IconInk ink) {
    switch (ink) {
    case IconInk::Text:
        return current().ink;
    case IconInk::Secondary:
        return current().ink2;
    case IconInk::OnAccent:
        return current().onAccent;
    case IconInk::Accent:
        return current().accent;
    case IconInk::Ok:
        return current().ok;
    case IconInk::Warn:
        return current().warn;
    case IconInk::Error:
        return current().error;
    }
    return current().ink;
}

// Paints by a function at whatever size is asked for, so that nothing is cached in the colours of another theme.
class PaintedIcon final : public QIconEngine {
public:
    using Painter = std::function<void(QPainter&, const QRectF&, QIcon::Mode)>;

    PaintedIcon(Painter painter, QSize size)
        : m_painter(std::move(painter))
        , m_size(size) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        m_painter(*painter, rect, mode);
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override {
        return m_size.isEmpty() ? size : m_size.scaled(size, Qt::KeepAspectRatio).boundedTo(m_size);
    }
    QIconEngine* clone() const override { return new PaintedIcon(*this); }

private:
    Painter m_painter;
    QSize m_size;
};

QByteArray iconSource(const QString& name) {
    static QHash<QString, QByteArray> sources;
    const auto known = sources.constFind(name);
    if (known != sources.constEnd())
        return *known;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    const QByteArray source = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    sources.insert(name, source);
    return source;
}

} // namespace

QIcon icon(const QString& name, IconInk ink) {
    return QIcon(new PaintedIcon(
        [name, ink](QPainter& painter, const QRectF& rect, QIcon::Mode mode) {
            QByteArray source = iconSource(name);
            source.replace("currentColor", inkColour(ink).name().toLatin1());
            if (mode == QIcon::Disabled)
                painter.setOpacity(0.4 * painter.opacity());
            QSvgRenderer(source).render(&painter, rect);
        },
        {}));
}

QIcon marksIcon(const std::vector<Modality>& modalities) {
    constexpr int step = 14;
    return QIcon(new PaintedIcon(
        [modalities](QPainter& painter, const QRectF& rect, QIcon::Mode) {
            const double scale = rect.width() / (step * static_cast<double>(modalities.size()));
            for (std::size_t i = 0; i < modalities.size(); ++i) {
                const double size = 10 * scale;
                const QRectF cell(rect.left() + static_cast<double>(i) * step * scale + 1, rect.center().y() - size / 2,
                                  size, size);
                drawMark(painter, modalities[i], cell);
            }
        },
        QSize(step * static_cast<int>(modalities.size()), 16)));
}

void drawMark(QPainter& painter, Modality modality, const QRectF& rect, const QColor& colour) {
    const double side = std::min(rect.width(), rect.height());
    const QRectF box(rect.center() - QPointF(side / 2, side / 2), QSizeF(side, side));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour.isValid() ? colour : current().of(modality).hue);
    switch (modality) {
    case Modality::Image:
        painter.drawRoundedRect(box.adjusted(side * 0.06, side * 0.06, -side * 0.06, -side * 0.06), 1, 1);
        break;
    case Modality::Text:
        painter.drawEllipse(box);
        break;
    case Modality::Audio: {
        QPainterPath triangle;
        triangle.moveTo(box.center().x(), box.top());
        triangle.lineTo(box.right(), box.bottom() - side * 0.06);
        triangle.lineTo(box.left(), box.bottom() - side * 0.06);
        triangle.closeSubpath();
        painter.drawPath(triangle);
        break;
    }
    }
    painter.restore();
}

} // namespace triptych::widgets::theme
