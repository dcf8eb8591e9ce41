// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/map_cards.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets::cards {
namespace {

constexpr double cardLine = 18;
constexpr double cardEdge = 12;
constexpr double cardThumbnail = 64;
constexpr int qualityWidth = 194;

QString mapWords(const char* text) {
    return QCoreApplication::translate("EmbeddingMap", text);
}

void ground(QPainter& painter, const QRectF& box) {
    theme::parts::box(painter, box.toRect(), theme::current().panel, theme::current().line, theme::metric::radius);
}

struct Figure {
    QString label;
    QString value;
};

std::vector<Figure> figuresOf(const EmbeddingSpace& space) {
    std::vector<Figure> figures;
    if (const auto& projection = space.projection()) {
        const ProjectionQuality& quality = projection->quality;
        figures.push_back(
            {mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "trustworthiness")), numberText(quality.trustworthiness)});
        figures.push_back({mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "continuity")), numberText(quality.continuity)});
        figures.push_back({mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "%1 neighbours kept")).arg(quality.neighbours),
                           numberText(quality.neighboursKept)});
    } else if (space.isLayingOut()) {
        figures.push_back({mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "frame")), QString::number(space.frames())});
    }
    if (space.gaps())
        for (const ModalityGap& gap : space.gaps()->gaps)
            figures.push_back({mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "gap %1–%2"))
                                   .arg(modalityWord(gap.first), modalityWord(gap.second)),
                               numberText(gap.centroidDistance)});
    return figures;
}

} // namespace

QString titleOf(const EmbeddingSpace::Item& item) {
    return item.place.modality == Modality::Text ? QString::fromStdString(item.row.text)
                                                 : QString::fromStdString(item.row.file.filename().string());
}

void drawLegend(QPainter& painter, const QRect& map, const std::vector<ColourGroup>& groups, const LegendParts& parts) {
    const theme::Tokens& tokens = theme::current();
    painter.setFont(theme::font(theme::Role::Secondary));
    const QFontMetricsF metrics(painter.font());
    QStringList labels;
    for (const ColourGroup& group : groups)
        labels << group.label;
    if (parts.hasQuery)
        labels << mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "★ query"));
    if (parts.hasShownSample)
        labels << mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "◇ shown sample"));
    if (parts.hasPairs)
        labels << mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "— pairs"));
    double x = map.left() + cardEdge + 10;
    double width = 10;
    for (const QString& label : labels)
        width += metrics.horizontalAdvance(label) + 16;
    width += 16.0 * static_cast<double>(groups.size());
    const QRectF box(map.left() + cardEdge, map.top() + cardEdge, std::min(width, map.width() - 2 * cardEdge), 28);
    ground(painter, box);
    painter.save();
    painter.setClipRect(box);
    for (int i = 0; i < labels.size(); ++i) {
        const bool isGroup = i < static_cast<int>(groups.size());
        if (isGroup) {
            const ColourGroup& group = groups[static_cast<std::size_t>(i)];
            const QRectF mark(x, box.center().y() - 5, 10, 10);
            Modality shape = Modality::Text;
            for (const Modality modality : allModalities)
                if (parts.byModality && group.label == modalityWord(modality))
                    shape = modality;
            theme::drawMark(painter, shape, mark, group.colour);
            x += 16;
        }
        painter.setPen(isGroup || !labels[i].startsWith(QChar(0x2605)) ? tokens.ink2 : tokens.accent);
        painter.drawText(QRectF(x, box.top(), 400, box.height()), Qt::AlignLeft | Qt::AlignVCenter, labels[i]);
        x += metrics.horizontalAdvance(labels[i]) + 16;
    }
    painter.restore();
}

QSize qualitySize(const EmbeddingSpace& space) {
    const auto figures = static_cast<int>(figuresOf(space).size());
    return figures == 0 ? QSize() : QSize(qualityWidth, static_cast<int>(cardLine) * (figures + 1) + 12);
}

void drawQuality(QPainter& painter, const QRect& box, const EmbeddingSpace& space) {
    ground(painter, box);
    double y = box.top() + 6;
    for (const Figure& figure : figuresOf(space)) {
        const QRectF row = QRectF(box.left() + 10, y, box.width() - 20, cardLine);
        painter.setFont(theme::font(theme::Role::Hint));
        painter.setPen(theme::current().ink2);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, figure.label);
        painter.setFont(theme::font(theme::Role::Hint, QFont::DemiBold));
        painter.setPen(theme::current().ink);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, figure.value);
        y += cardLine;
    }
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink3);
    painter.drawText(QRectF(box.left() + 10, y, box.width() - 20, cardLine), Qt::AlignLeft | Qt::AlignVCenter,
                     mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "seed %1")).arg(space.layout().seed));
}

void drawPaintedNote(QPainter& painter, const QRect& map) {
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink3);
    painter.drawText(
        map.adjusted(12, 0, -12, -8), Qt::AlignLeft | Qt::AlignBottom,
        mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "painted without OpenGL, which this display does not give")));
}

void drawItem(QPainter& painter, const QRect& map, const QPointF& at, const EmbeddingSpace& space,
              const Retrieval& retrieval, int index, ThumbnailCache& thumbnails) {
    const theme::Tokens& tokens = theme::current();
    const EmbeddingSpace::Item& item = space.item(index);
    const QImage image = thumbnails.of(itemOf(item.place.modality, item.row));
    const double picture = image.isNull() ? 0 : cardThumbnail + 10;
    QRectF box(at.x() + 16, at.y() + 12, 190 + picture, cardThumbnail + 20);
    if (box.right() > map.right() - 8)
        box.moveRight(at.x() - 16);
    if (box.bottom() > map.bottom() - 8)
        box.moveBottom(at.y() - 12);
    ground(painter, box);
    if (!image.isNull())
        painter.drawImage(
            QRectF(box.left() + 10, box.top() + 10, cardThumbnail, cardThumbnail * image.height() / image.width()),
            image);
    QRectF row(box.left() + 10 + picture, box.top() + 8, box.width() - 20 - picture, 20);
    painter.setFont(theme::font(theme::Role::Body, QFont::DemiBold));
    painter.setPen(tokens.ink);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                     mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "Sample %1")).arg(QString::fromStdString(item.row.id)));
    painter.setFont(theme::font(theme::Role::Secondary));
    painter.setPen(tokens.ink2);
    const int rank = retrieval.rankOf(item.place);
    const std::string& caption = space.captionOf(index);
    const QString second =
        rank < 0 ? (caption.empty() ? titleOf(item) : QString::fromStdString(caption))
                 : mapWords(QT_TRANSLATE_NOOP("EmbeddingMap", "rank %1, similarity %2"))
                       .arg(rank + 1)
                       .arg(numberText(static_cast<double>(retrieval.hits()[static_cast<std::size_t>(rank)].score)));
    row.translate(0, 22);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(second, Qt::ElideRight, static_cast<int>(row.width())));
    row.translate(0, 20);
    theme::drawMark(painter, item.place.modality, QRectF(row.left(), row.center().y() - 5, 9, 9));
    painter.setPen(tokens.of(item.place.modality).text);
    painter.drawText(row.adjusted(15, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, modalityWord(item.place.modality));
}

} // namespace triptych::widgets::cards
