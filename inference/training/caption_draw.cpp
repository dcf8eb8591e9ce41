// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/caption_draw.h"

#include <algorithm>
#include <array>
#include <optional>

#include "inference/world/random.h"

namespace triptych::training {

namespace {

using world::CaptionKind;
using world::Change;

CaptionKind drawKind(CaptionMix mix, world::Random& random) {
    if (mix == CaptionMix::Whole)
        return CaptionKind::Whole;
    const int draw = random.below(100);
    return draw < 20 ? CaptionKind::Partial : (draw < 80 ? CaptionKind::Relation : CaptionKind::Counted);
}

bool hasCount(const world::Meaning& meaning) {
    return std::ranges::any_of(meaning.phrases, &world::Phrase::counted);
}

// All changes in random order; the one that a kind of caption is there for comes first half of the time.
std::vector<Change> changeOrder(const world::Meaning& meaning, world::Random& random) {
    std::vector<Change> order{Change::Colour, Change::Shape,    Change::Size, Change::Fill,
                              Change::Swap,   Change::Relation, Change::Count};
    random.shuffle(order);
    const auto favour = [&](Change change) {
        std::ranges::stable_partition(order, [&](Change c) { return c == change; });
    };
    if (meaning.phrases.size() > 1 && random.chance(30))
        favour(Change::Swap);
    if (hasCount(meaning) && random.chance(50))
        favour(Change::Count);
    if (meaning.relation && random.chance(60))
        favour(Change::Relation);
    return order;
}

std::optional<DrawnCaption> drawNegative(const world::Caption& caption, const world::Scene& scene,
                                         world::Random& random) {
    for (const Change change : changeOrder(caption.meaning, random)) {
        auto negative = world::hardNegative(caption, scene, change, random.next());
        if (negative)
            return DrawnCaption{std::move(negative->caption), false, change, std::move(negative->wrongMentions), true};
    }
    return std::nullopt;
}

// A caption of another scene that is false here; a caption without a hard negative is rare.
DrawnCaption borrowNegative(const std::vector<world::Scene>& scenes, std::size_t index, world::Language language,
                            world::Random& random) {
    DrawnCaption borrowed;
    borrowed.isTrue = false;
    borrowed.wordsKnown = false;
    for (int attempt = 0; attempt < 20; ++attempt) {
        const world::Scene& other = random.pick(scenes);
        borrowed.caption = world::describe(other, CaptionKind::Whole, language, random.next());
        if (!world::holds(borrowed.caption.meaning, scenes[index]))
            return borrowed;
    }
    borrowed.isTrue = true;
    return borrowed;
}

} // namespace

std::vector<DrawnCaption> drawCaptions(const std::vector<world::Scene>& scenes, CaptionMix mix, std::uint64_t seed) {
    world::Random random(seed);
    std::vector<DrawnCaption> captions;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        const auto language = random.chance(chinesePercent) ? world::Language::Chinese : world::Language::English;
        DrawnCaption positive;
        positive.caption = world::describe(scenes[i], drawKind(mix, random), language, random.next());
        auto negative = drawNegative(positive.caption, scenes[i], random);
        captions.push_back(std::move(positive));
        captions.push_back(negative ? *std::move(negative) : borrowNegative(scenes, i, language, random));
    }
    return captions;
}

} // namespace triptych::training
