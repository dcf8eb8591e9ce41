// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <set>
#include <string>

#include "inference/contract/inference_service.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

class SampleModel;

// Asks the engine for the thumbnails that are looked at; each once.
class ThumbnailLoader : public QObject {
    Q_OBJECT

public:
    ThumbnailLoader(InferenceService& service, SampleModel& model, QObject* parent = nullptr);

    void request(int row);

private:
    void forget();

    InferenceService& m_service;
    SampleModel& m_model;
    std::set<std::string> m_requested; // sample ids
    GuiPost m_post;
};

} // namespace triptych::widgets
