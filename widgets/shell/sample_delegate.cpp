// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/sample_delegate.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>

#include "widgets/models/sample_model.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

void drawThumbnail(QPainter& painter, const QRect& rect, const QImage& image, const QString& text) {
    const theme::Tokens& t = theme::current();
    theme::parts::box(painter, rect, t.raised, {}, theme::metric::radius);
    if (image.isNull()) {
        painter.setFont(theme::font(theme::Role::Hint));
        painter.setPen(t.ink2);
        painter.drawText(rect.adjusted(4, 4, -4, -4), Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    QPainterPath frame;
    frame.addRoundedRect(rect, theme::metric::radius, theme::metric::radius);
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.setClipPath(frame);
    const QSize size = image.size().scaled(rect.size(), Qt::KeepAspectRatioByExpanding);
    QRect target(QPoint(), size);
    target.moveCenter(rect.center());
    painter.drawImage(target, image);
    painter.restore();
}

// The end of a long id tells samples apart.
QString shortId(const QString& id, const QFont& font, int width) {
    return QFontMetrics(font).elidedText(id, Qt::ElideLeft, width);
}

} // namespace

void SampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const theme::Tokens& t = theme::current();
    const bool isCurrent = index.data(SampleModel::IdRole).toString() == m_current && !m_current.isEmpty();
    const QRect picture(option.rect.left() + (option.rect.width() - thumbnail) / 2, option.rect.top() + 4, thumbnail,
                        thumbnail);
    const auto image = index.data(SampleModel::ThumbnailRole).value<QImage>();
    const auto modalities = index.data(SampleModel::ModalitiesRole).value<QList<int>>();
    const bool hasPicture = modalities.contains(static_cast<int>(Modality::Image));
    if (image.isNull())
        Q_EMIT thumbnailMissing(index);
    painter->save();
    drawThumbnail(*painter, picture, image, hasPicture ? QString() : index.data(SampleModel::TextRole).toString());
    if (isCurrent)
        theme::parts::focusRing(*painter, picture.adjusted(-3, -3, 3, 3), theme::metric::radius + 2);
    else if (option.state.testFlag(QStyle::State_MouseOver) || option.state.testFlag(QStyle::State_HasFocus))
        theme::parts::box(*painter, picture.adjusted(-2, -2, 2, 2), Qt::transparent, t.strong,
                          theme::metric::radius + 1);

    const int marksWidth = 11 * static_cast<int>(modalities.size());
    const QRect line(picture.left(), picture.bottom() + 3, thumbnail, 16);
    painter->setFont(theme::font(theme::Role::Hint, isCurrent ? QFont::DemiBold : QFont::Normal));
    painter->setPen(isCurrent ? t.accent : t.ink2);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      shortId(index.data().toString(), painter->font(), thumbnail - marksWidth));
    int x = line.right() - marksWidth + 3;
    for (const int modality : modalities) {
        theme::drawMark(*painter, static_cast<Modality>(modality), QRectF(x, line.center().y() - 3, 7, 7));
        x += 11;
    }
    painter->restore();
}

QSize SampleDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {cellWidth, cellHeight};
}

} // namespace triptych::widgets
