// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/thumbnail_loader.h"

#include "widgets/models/sample_model.h"

namespace triptych::widgets {

namespace {

// Twice the size on screen, for dense displays.
constexpr int thumbnailEdge = 144;

QImage toImage(const Picture& picture) {
    return QImage(picture.rgb.data(), picture.width, picture.height, 3 * picture.width, QImage::Format_RGB888).copy();
}

// The envelope as bars around the middle.
QImage toImage(const std::vector<float>& envelope) {
    QImage image(thumbnailEdge, thumbnailEdge, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QRgb colour = qRgb(0x00, 0x9E, 0x73);
    const int columns = std::min(static_cast<int>(envelope.size()), image.width());
    for (int x = 0; x < columns; ++x) {
        const int half = static_cast<int>(envelope[static_cast<std::size_t>(x)] * 0.4F * thumbnailEdge);
        for (int y = thumbnailEdge / 2 - half; y <= thumbnailEdge / 2 + half; ++y)
            image.setPixel(x, y, colour);
    }
    return image;
}

} // namespace

ThumbnailLoader::ThumbnailLoader(InferenceService& service, SampleModel& model, QObject* parent)
    : QObject(parent)
    , m_service(service)
    , m_model(model)
    , m_post(this) {
    connect(&model, &QAbstractItemModel::modelReset, this, &ThumbnailLoader::forget);
}

void ThumbnailLoader::request(int row) {
    const Sample& sample = m_model.entry(row).sample;
    const auto images = sample.of(Modality::Image);
    const auto sounds = sample.of(Modality::Audio);
    if (images.empty() && sounds.empty())
        return;
    if (!m_requested.insert(sample.id).second)
        return;
    PreviewRequest request{images.empty() ? sounds.front() : images.front(), thumbnailEdge};
    m_service.preview(std::move(request), [this, post = m_post, id = sample.id](Result<Preview> preview) {
        if (!preview)
            return;
        const QImage image = preview->picture.rgb.empty() ? toImage(preview->envelope) : toImage(preview->picture);
        post([this, id, image] {
            if (const int row = m_model.rowOf(id); row >= 0)
                m_model.setThumbnail(row, image);
        });
    });
}

void ThumbnailLoader::forget() {
    m_requested.clear();
}

} // namespace triptych::widgets
