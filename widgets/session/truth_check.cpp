// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/truth_check.h"

#include <algorithm>

namespace triptych::widgets {

namespace {

bool names(const projects::Mention& mention, const RunResult& result, Modality modality, int unit) {
    if (modality == Modality::Text) {
        const auto& words = result.inputs.words;
        if (unit < 0 || unit >= static_cast<int>(words.size()))
            return false;
        const CharRange& chars = words[static_cast<std::size_t>(unit)].chars;
        return chars.from < mention.chars.to && mention.chars.from < chars.to;
    }
    const double middleMs = (unit + 0.5) * result.inputs.audioAxis.msPerFrame;
    return middleMs >= mention.fromMs && middleMs < mention.toMs;
}

} // namespace

TruthMask TruthMask::read(const std::filesystem::path& file) {
    return of(QImage(QString::fromStdString(file.string())));
}

TruthMask TruthMask::of(const QImage& image) {
    // Converting a palette picture would turn its indices, which are the numbers, into grey levels.
    const bool isIndexed = image.format() == QImage::Format_Indexed8;
    const QImage bytes = isIndexed || image.isNull() ? image : image.convertToFormat(QImage::Format_Grayscale8);
    TruthMask mask{{}, bytes.width(), bytes.height()};
    // Rows of a QImage may be padded.
    for (int y = 0; y < bytes.height(); ++y)
        mask.numbers.insert(mask.numbers.end(), bytes.constScanLine(y), bytes.constScanLine(y) + bytes.width());
    return mask;
}

std::vector<int> namedObjects(const projects::Truth& truth, const RunResult& result, const numerics::LinkSource& source,
                              int textIndex, int audioIndex) {
    std::vector<int> objects;
    const int item = source.modality == Modality::Text ? textIndex : audioIndex;
    for (const projects::Mention& mention : truth.mentions) {
        if (mention.modality != source.modality || mention.item != item)
            continue;
        const bool isNamed = std::any_of(source.units.begin(), source.units.end(),
                                         [&](int unit) { return names(mention, result, source.modality, unit); });
        if (isNamed)
            objects.insert(objects.end(), mention.objects.begin(), mention.objects.end());
    }
    std::sort(objects.begin(), objects.end());
    objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
    return objects;
}

numerics::PointingOutcome pointInMask(const FloatArray& map, const TruthMask& mask, const std::vector<int>& objects) {
    return numerics::pointInImage(map, {mask.numbers, mask.width, mask.height}, objects);
}

PointingCount pointingOfAllWords(const projects::Truth& truth, const RunResult& result, const TruthMask& mask,
                                 const numerics::LinkChoice& choice, int textIndex) {
    PointingCount count;
    for (int word = 0; word < static_cast<int>(result.inputs.words.size()); ++word) {
        const numerics::LinkSource source{Modality::Text, {word}};
        const std::vector<int> objects = namedObjects(truth, result, source, textIndex, 0);
        const FloatArray map = numerics::linkedMaps(result, choice, source).image;
        if (objects.empty() || map.empty())
            continue;
        const numerics::PointingOutcome outcome = pointInMask(map, mask, objects);
        count.hits += outcome.hit ? 1 : 0;
        count.chance += outcome.chance;
        ++count.words;
    }
    if (count.words > 0)
        count.chance /= count.words;
    return count;
}

} // namespace triptych::widgets
