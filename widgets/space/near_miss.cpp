// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/near_miss.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <map>

#include "widgets/controls/engine_words.h"

namespace triptych::widgets {
namespace {

using projects::TruthObject;

// In the order in which they stand before each other: a small striped red ring.
using Property = std::string TruthObject::*;
constexpr std::array<Property, 4> properties{&TruthObject::size, &TruthObject::fill, &TruthObject::colour,
                                             &TruthObject::shape};

struct Named {
    const TruthObject* example = nullptr;
    std::array<bool, properties.size()> says{};
    int count = 0;
};

const TruthObject* objectOf(const projects::Truth& truth, int number) {
    const auto found = std::ranges::find(truth.objects, number, &TruthObject::number);
    return found == truth.objects.end() ? nullptr : &*found;
}

QString wordAt(const std::string& text, const CharRange& chars) {
    const auto points = QString::fromStdString(text).toUcs4();
    const auto from = std::clamp<qsizetype>(chars.from, 0, points.size());
    const auto to = std::clamp<qsizetype>(chars.to, from, points.size());
    return QString::fromUcs4(reinterpret_cast<const char32_t*>(points.constData()) + from, to - from);
}

// What a text names, in order, and by which of its properties. Texts are in English or in the language of the window.
std::vector<Named> namedIn(const projects::Truth& truth, const std::string& words, int text) {
    std::vector<std::pair<std::vector<int>, Named>> named;
    for (const projects::Mention& mention : truth.mentions) {
        const TruthObject* example = mention.objects.empty() ? nullptr : objectOf(truth, mention.objects.front());
        if (!example || mention.modality != Modality::Text || mention.item != text)
            continue;
        auto known = std::ranges::find(named, mention.objects, &std::pair<std::vector<int>, Named>::first);
        if (known == named.end())
            known =
                named.insert(known, {mention.objects, Named{example, {}, static_cast<int>(mention.objects.size())}});
        const QString word = wordAt(words, mention.chars);
        for (std::size_t i = 0; i < properties.size(); ++i) {
            const std::string& value = example->*properties[i];
            known->second.says[i] =
                known->second.says[i] ||
                (!value.empty() && (word.contains(QString::fromStdString(value)) || word.contains(worldWord(value))));
        }
    }
    std::vector<Named> list;
    for (const auto& [objects, one] : named)
        list.push_back(one);
    return list;
}

QString wordsFor(const Named& named, std::size_t first) {
    QString words;
    for (std::size_t i = properties.size(); i-- > first;) {
        if (!named.says[i])
            continue;
        const QString word = worldWord(named.example->*properties[i]);
        words = words.isEmpty()
                    ? word
                    : QCoreApplication::translate("NearMiss", "%1 %2", "red ring, small red ring").arg(word, words);
    }
    return words;
}

// Says the least that is wrong: no ring at all before no red ring.
QString missing(const Named& named, const projects::Truth& found) {
    for (std::size_t first = properties.size(); first-- > 0;) {
        const auto fits = [&](const TruthObject& object) {
            for (std::size_t i = first; i < properties.size(); ++i)
                if (named.says[i] && object.*properties[i] != named.example->*properties[i])
                    return false;
            return true;
        };
        const auto count = std::ranges::count_if(found.objects, fits);
        if (!named.says[first] || count >= named.count)
            continue;
        const QString words = wordsFor(named, first);
        return count == 0
                   ? QCoreApplication::translate("NearMiss", "no %1").arg(words)
                   : QCoreApplication::translate("NearMiss", "only %1 %2", "a count and an object: only 1 red ring")
                         .arg(count)
                         .arg(words);
    }
    return {};
}

} // namespace

QString missingObject(const projects::SampleEntry& asked, const std::string& text, const projects::SampleEntry& found) {
    if (!asked.truth || !found.truth)
        return {};
    const auto texts = asked.sample.of(Modality::Text);
    const auto at = std::ranges::find(texts, text, &SampleItem::text);
    if (at == texts.end())
        return {};
    for (const Named& named : namedIn(*asked.truth, text, static_cast<int>(at - texts.begin())))
        if (const QString words = missing(named, *found.truth); !words.isEmpty())
            return words;
    return {};
}

} // namespace triptych::widgets
