// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/thumbnail_cache.h"

#include <QPainter>

#include "visualization/plot/heat_picture.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int cachedEdge = 168; // twice the size on screen, for dense displays
constexpr std::size_t mostKept = 4000;

QImage envelopeImage(const std::vector<float>& envelope) {
    QImage image(cachedEdge, cachedEdge, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    const QColor hue = theme::current().audio.hue;
    for (int x = 0; x < std::min(cachedEdge, static_cast<int>(envelope.size())); ++x) {
        const double half = static_cast<double>(envelope[static_cast<std::size_t>(x)]) * 0.4 * cachedEdge;
        painter.fillRect(QRectF(x, cachedEdge / 2.0 - half, 1, 2 * half + 1), hue);
    }
    return image;
}

} // namespace

ThumbnailCache::ThumbnailCache(std::shared_ptr<InferenceService> service, QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_post(this) {
}

QImage ThumbnailCache::of(const SampleItem& item) {
    if (item.modality == Modality::Text)
        return {};
    if (m_images.size() > mostKept)
        m_images.clear();
    const auto [known, isNew] = m_images.try_emplace(item.file.string());
    if (!isNew)
        return known->second;
    m_service->preview({item, cachedEdge}, [this, post = m_post, key = known->first](Result<Preview> preview) {
        if (!preview)
            return;
        post([this, key, preview = std::move(*preview)] {
            m_images[key] =
                preview.picture.rgb.empty() ? envelopeImage(preview.envelope) : plot::toImage(preview.picture);
            Q_EMIT arrived();
        });
    });
    return m_images[item.file.string()];
}

} // namespace triptych::widgets
