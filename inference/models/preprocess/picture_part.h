// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of items, cut to the part that an item names.
#pragma once

#include <filesystem>

#include "inference/contract/media.h"
#include "inference/contract/sample.h"
#include "inference/formats/stored_image.h"

namespace triptych::models {

struct PixelWindow {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;

    bool operator==(const PixelWindow&) const = default;
};

// Edges at the nearest pixels, within the picture, one pixel at least.
[[nodiscard]] PixelWindow windowOf(const Box& part, int width, int height);

[[nodiscard]] Picture cutPart(const Picture& whole, const Box& part);
[[nodiscard]] formats::StoredImage cutPart(const formats::StoredImage& whole, const Box& part);

// Reads pictures one after the other; a file whose parts follow each other is decoded once. Errors of
// formats::decodeImage.
class PictureReader {
public:
    [[nodiscard]] Result<Picture> read(const SampleItem& item);

private:
    std::filesystem::path m_file;
    Picture m_whole;
};

// In the channels of its file.
[[nodiscard]] Result<formats::StoredImage> readStored(const SampleItem& item);

} // namespace triptych::models
