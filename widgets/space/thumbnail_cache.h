// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <map>
#include <memory>
#include <string>

#include "inference/contract/inference_service.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

// Small pictures of images and sounds, asked of the engine when they are first looked at.
class ThumbnailCache : public QObject {
    Q_OBJECT

public:
    explicit ThumbnailCache(std::shared_ptr<InferenceService> service, QObject* parent = nullptr);

    // Null until it has come, and for texts. Upright, at most 168 px.
    [[nodiscard]] QImage of(const SampleItem& item);

Q_SIGNALS:
    void arrived();

private:
    std::shared_ptr<InferenceService> m_service;
    GuiPost m_post;
    std::map<std::string, QImage> m_images; // by file; null while it is asked for
};

} // namespace triptych::widgets
