// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/figure/explanation_figure.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "visualization/picture/overlay.h"
#include "visualization/plot/heat_picture.h"

namespace triptych::figure {
namespace {

constexpr double margin = 24;
constexpr double gap = 16;
constexpr double lineHeight = 20;
constexpr double barHeight = 9;
constexpr double chipHeight = 28;

QFont sized(QFont font, int pixels, QFont::Weight weight = QFont::Normal) {
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

class Page {
public:
    Page(QPainter& painter, const ExplanationFigure& figure, const QFont& font, const FigureColours& colours)
        : m_painter(painter)
        , m_figure(figure)
        , m_font(font)
        , m_colours(colours) {}

    void draw(const QRectF& page) {
        const QRectF inner = page.adjusted(margin, margin, -margin, -margin);
        write(QRectF(inner.topLeft(), QSizeF(inner.width(), lineHeight)), m_figure.title, 15, m_colours.ink,
              QFont::DemiBold);
        const double footer = drawFooter(inner);
        const QRectF body = inner.adjusted(0, lineHeight + gap, 0, -footer - gap);
        const ShownInputs& inputs = m_figure.result->inputs;
        if (inputs.sound.samples.empty())
            return drawSilent(body);
        const bool hasImage = !inputs.picture.rgb.empty();
        const double left = hasImage ? std::min(body.width() * 0.48, body.height()) : 0;
        if (hasImage)
            drawImage(QRectF(body.topLeft(), QSizeF(left, body.height())));
        const QRectF right = body.adjusted(hasImage ? left + 2 * gap : 0, 0, 0, 0);
        const double used = drawText(right);
        drawSound(right.adjusted(0, used > 0 ? used + gap : 0, 0, 0));
    }

private:
    // Words over the picture: beside it they would leave half of the page empty.
    void drawSilent(const QRectF& body) {
        const double used = drawText(body);
        if (!m_figure.result->inputs.picture.rgb.empty())
            drawImage(body.adjusted(0, used > 0 ? used + gap : 0, 0, 0));
    }

    // Gives back its height.
    double drawFooter(const QRectF& inner) {
        m_painter.setFont(sized(m_font, 11));
        m_painter.setPen(m_colours.label);
        constexpr int flags = Qt::AlignLeft | Qt::AlignBottom | Qt::TextWrapAnywhere;
        const double height = std::max(
            lineHeight, QFontMetricsF(m_painter.font()).boundingRect(inner, flags, m_figure.provenance).height());
        m_painter.drawText(QRectF(inner.left(), inner.bottom() - height, inner.width(), height), flags,
                           m_figure.provenance);
        return height;
    }

    void write(const QRectF& box, const QString& text, int pixels, const QColor& colour,
               QFont::Weight weight = QFont::Normal) {
        m_painter.setFont(sized(m_font, pixels, weight));
        m_painter.setPen(colour);
        m_painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                           QFontMetricsF(m_painter.font()).elidedText(text, Qt::ElideRight, box.width()));
    }

    void drawImage(const QRectF& area) {
        const ShownInputs& inputs = m_figure.result->inputs;
        const QRectF room = area.adjusted(0, 0, 0, -(barHeight + lineHeight + gap));
        const QSizeF size =
            QSizeF(inputs.picture.width, inputs.picture.height).scaled(room.size(), Qt::KeepAspectRatio);
        const QRectF target(room.topLeft(), size);
        const QRectF grid = plot::gridRect(inputs.patchGrid, inputs.picture, target);
        m_painter.drawImage(target, plot::toImage(inputs.picture));
        if (m_figure.showGrid)
            plot::drawGrid(m_painter, inputs.patchGrid, grid);
        if (m_figure.image.map.rank() == 2) {
            constexpr int heatEdge = 1024;
            const picture::OverlayStyle style{m_figure.colours, m_figure.image.rangeEnd, m_figure.opacity};
            m_painter.drawImage(grid,
                                plot::toImage(picture::drawOverlay(m_figure.image.map, heatEdge, heatEdge, style)));
        }
        if (!m_figure.outline.empty())
            plot::drawOutline(m_painter, plot::outlinePath(m_figure.outline, grid));
        const QRectF bar(target.left(), target.bottom() + gap / 2, target.width(), barHeight);
        m_painter.drawImage(bar, plot::colourRamp(m_figure.colours));
        write(QRectF(bar.left(), bar.bottom() + 2, bar.width(), lineHeight), m_figure.image.legend, 11,
              m_colours.label);
    }

    // Gives back the height that the words took.
    double drawText(const QRectF& area) {
        const std::vector<Word>& words = m_figure.result->inputs.words;
        m_painter.setFont(sized(m_font, 14));
        const QFontMetricsF metrics(m_painter.font());
        double x = area.left();
        double y = area.top();
        for (std::size_t i = 0; i < words.size(); ++i) {
            const QString text = QString::fromStdString(words[i].text);
            const double width = metrics.horizontalAdvance(text) + 16;
            if (x > area.left() && x + width > area.right()) {
                x = area.left();
                y += chipHeight + 10;
            }
            drawChip(QRectF(x, y, width, chipHeight), text, static_cast<int>(i));
            x += width + 6;
        }
        return words.empty() ? 0 : y + chipHeight - area.top();
    }

    void drawChip(const QRectF& box, const QString& text, int word) {
        const auto& map = m_figure.text.map;
        const double value = static_cast<std::size_t>(word) < map.size()
                                 ? static_cast<double>(map.values()[static_cast<std::size_t>(word)])
                                 : 0;
        const double end = static_cast<double>(m_figure.text.rangeEnd);
        const double strength = end > 0 ? std::clamp(value / end, 0.0, 1.0) : 0;
        const bool lit = std::find(m_figure.litWords.begin(), m_figure.litWords.end(), word) != m_figure.litWords.end();
        QColor shade = m_colours.text;
        shade.setAlphaF(static_cast<float>(lit ? 1.0 : 0.5 * strength));
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_colours.textSoft);
        m_painter.drawRoundedRect(box, 6, 6);
        m_painter.setBrush(shade);
        m_painter.drawRoundedRect(box, 6, 6);
        m_painter.setFont(sized(m_font, 14, lit ? QFont::DemiBold : QFont::Normal));
        m_painter.setPen(m_colours.ink);
        m_painter.drawText(box, Qt::AlignCenter, text);
    }

    void drawSound(const QRectF& area) {
        const ShownInputs& inputs = m_figure.result->inputs;
        m_painter.setFont(sized(m_font, 11));
        const QRectF room = area.adjusted(0, 0, 0, -lineHeight);
        plot::SoundTracks tracks =
            plot::layoutTracks(room, inputs.sound.durationMs(), m_painter.font(), m_figure.soundNames);
        constexpr double ratio = 2;
        const QPainterPath wave = plot::wavePath(inputs.sound, tracks.wave, ratio);
        const QImage mel =
            plot::spectrogramImage(inputs.spectrogram, (tracks.mel.size() * ratio).toSize(), m_colours.sound);
        plot::drawTracks(m_painter, tracks, wave, mel, inputs.spectrogram, m_colours.sound, m_figure.soundNames);
        if (!m_figure.audio.map.empty()) {
            const double heardMs = static_cast<double>(m_figure.audio.map.size()) * inputs.audioAxis.msPerFrame;
            plot::drawWithin(m_painter, tracks.heat,
                             QRectF(tracks.heat.topLeft(), QPointF(tracks.xOf(heardMs), tracks.heat.bottom())),
                             plot::mapImage(m_figure.audio.map, m_figure.colours, m_figure.audio.rangeEnd));
        }
        if (m_figure.litMs) {
            const QRectF stretch = tracks.stretch(m_figure.litMs->first, m_figure.litMs->second);
            QPainterPath lit;
            lit.addRect(stretch);
            m_painter.fillPath(wave.intersected(lit), m_colours.audio);
            m_painter.setBrush(Qt::NoBrush);
            m_painter.setPen(QPen(m_colours.audio, 2));
            m_painter.drawRect(stretch);
        }
        plot::drawWords(m_painter, tracks, m_figure.spokenWords, -1, m_colours.label, m_colours.ink);
        write(QRectF(tracks.wave.left(), area.bottom() - lineHeight, tracks.wave.width(), lineHeight),
              m_figure.audio.legend, 11, m_colours.label);
    }

    QPainter& m_painter;
    const ExplanationFigure& m_figure;
    const QFont& m_font;
    const FigureColours& m_colours;
};

} // namespace

void paintFigure(QPainter& painter, const ExplanationFigure& figure, const QSizeF& size, const QFont& font,
                 const FigureColours& colours) {
    if (figure.result)
        Page(painter, figure, font, colours).draw(QRectF(QPointF(), size));
}

QImage drawFigure(const ExplanationFigure& figure, const QSize& size, double scale, const QFont& font,
                  const FigureColours& colours) {
    if (!figure.result || size.isEmpty() || !(scale > 0))
        return {};
    QImage image(size * scale, QImage::Format_RGB32);
    image.fill(colours.page);
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    paintFigure(painter, figure, size, font, colours);
    return image;
}

} // namespace triptych::figure
