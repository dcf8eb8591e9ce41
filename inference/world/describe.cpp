// SPDX-License-Identifier: GPL-3.0-or-later
// True captions: which objects to name, and by which attributes.
#include <algorithm>
#include <bit>
#include <cmath>

#include "inference/world/caption.h"
#include "inference/world/lexicon.h"
#include "inference/world/meaning.h"
#include "inference/world/random.h"

namespace triptych::world {

namespace {

constexpr float clearlyApart = 0.15f; // of the edge, between centres
constexpr int attempts = 16;

// A meaning with the objects that each phrase names.
struct Draft {
    Meaning meaning;
    std::vector<ObjectSet> objects;

    void add(const Phrase& phrase, ObjectSet named) {
        meaning.phrases.push_back(phrase);
        objects.push_back(named);
    }
};

// Chances in percent that an attribute is said. Plain is what people leave out.
struct Talkativeness {
    int size;
    int fill;
    int plain;
    int colour;
    int shape;
};

constexpr Talkativeness freely{.size = 42, .fill = 60, .plain = 10, .colour = 80, .shape = 90};
constexpr Talkativeness fully{.size = 72, .fill = 85, .plain = 10, .colour = 98, .shape = 100};
constexpr Talkativeness everything{.size = 100, .fill = 100, .plain = 100, .colour = 100, .shape = 100};
constexpr Talkativeness counting{.size = 22, .fill = 30, .plain = 6, .colour = 50, .shape = 88};

Phrase phraseFor(const SceneObject& object, const Talkativeness& talk, Random& random) {
    Phrase phrase;
    if (random.chance(talk.size))
        phrase.size = object.size;
    if (random.chance(object.fill == Fill::Plain ? talk.plain : talk.fill))
        phrase.fill = object.fill;
    if (random.chance(talk.colour))
        phrase.colour = object.colour;
    if (random.chance(talk.shape) || !(phrase.size || phrase.fill || phrase.colour))
        phrase.shape = object.shape;
    return phrase;
}

// Adds what is missing, in random order, until the phrase fits no other object or has nothing left to say.
void tellApart(Phrase& phrase, std::size_t index, const Scene& scene, Random& random) {
    const SceneObject& object = scene.objects[index];
    std::vector<int> order{0, 1, 2, 3};
    random.shuffle(order);
    for (const int attribute : order) {
        if (fitting(phrase, scene) == ObjectSet{1} << index)
            return;
        if (attribute == 0)
            phrase.shape = object.shape;
        else if (attribute == 1)
            phrase.colour = object.colour;
        else if (attribute == 2)
            phrase.size = object.size;
        else
            phrase.fill = object.fill;
    }
}

std::size_t anyObject(const Scene& scene, Random& random) {
    return static_cast<std::size_t>(random.below(static_cast<int>(scene.objects.size())));
}

// Objects with the same words become one counted phrase.
Draft draftWhole(const Scene& scene, const Talkativeness& talk, Random& random) {
    std::vector<std::size_t> order(scene.objects.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    random.shuffle(order);
    Draft draft;
    for (const std::size_t index : order) {
        const Phrase phrase = phraseFor(scene.objects[index], talk, random);
        const ObjectSet object = ObjectSet{1} << index;
        const auto same = std::ranges::find_if(draft.meaning.phrases, [&](Phrase known) {
            known.count = 1;
            known.counted = false;
            return known == phrase;
        });
        if (same == draft.meaning.phrases.end()) {
            draft.add(phrase, object);
            continue;
        }
        same->counted = true;
        ++same->count;
        draft.objects[static_cast<std::size_t>(same - draft.meaning.phrases.begin())] |= object;
    }
    return draft;
}

Draft describeWhole(const Scene& scene, Random& random) {
    for (int i = 0; i < 4; ++i) {
        Draft draft = draftWhole(scene, fully, random);
        if (holds(draft.meaning, scene))
            return draft;
    }
    return draftWhole(scene, everything, random);
}

Draft describePart(const Scene& scene, Random& random) {
    Draft draft;
    const std::size_t first = anyObject(scene, random);
    const auto add = [&](std::size_t index) {
        Phrase phrase = phraseFor(scene.objects[index], freely, random);
        if (random.chance(70))
            tellApart(phrase, index, scene, random);
        draft.add(phrase, fitting(phrase, scene));
    };
    add(first);
    const std::size_t second = anyObject(scene, random);
    if (second != first && random.chance(60))
        add(second);
    return draft;
}

std::optional<Draft> describeCounts(const Scene& scene, Random& random) {
    for (int i = 0; i < attempts; ++i) {
        Phrase phrase = phraseFor(scene.objects[anyObject(scene, random)], counting, random);
        const ObjectSet counted = fitting(phrase, scene);
        phrase.count = std::popcount(counted);
        phrase.counted = true;
        if (phrase.count < 2 || phrase.count > largestCount)
            continue;
        Draft draft;
        draft.add(phrase, counted);
        const std::size_t other = anyObject(scene, random);
        Phrase single = phraseFor(scene.objects[other], freely, random);
        tellApart(single, other, scene, random);
        const ObjectSet named = fitting(single, scene);
        if (random.chance(50) && (named & counted) == 0)
            draft.add(single, named);
        return draft;
    }
    return std::nullopt;
}

// A phrase that fits exactly its objects: one, or at times a counted group.
std::optional<std::pair<Phrase, ObjectSet>> definitePhrase(const Scene& scene, bool mayCount, Random& random) {
    const std::size_t index = anyObject(scene, random);
    Phrase phrase = phraseFor(scene.objects[index], freely, random);
    const int fittingCount = std::popcount(fitting(phrase, scene));
    if (mayCount && fittingCount >= 2 && fittingCount <= largestCount && random.chance(60)) {
        phrase.counted = true;
        phrase.count = fittingCount;
    } else {
        tellApart(phrase, index, scene, random);
        if (fitting(phrase, scene) != ObjectSet{1} << index)
            return std::nullopt;
    }
    return std::pair{phrase, fitting(phrase, scene)};
}

// Apart along the relation's axis, and not much farther apart across it.
bool clearlyRelated(Relation relation, ObjectSet first, ObjectSet second, const Scene& scene) {
    if (!related(relation, first, second, scene, clearlyApart))
        return false;
    const bool sideways = relation == Relation::LeftOf || relation == Relation::RightOf;
    for (const int i : numbersOf(first)) {
        for (const int j : numbersOf(second)) {
            const SceneObject& a = scene.objects[static_cast<std::size_t>(i - 1)];
            const SceneObject& b = scene.objects[static_cast<std::size_t>(j - 1)];
            const float dx = std::abs(a.x - b.x);
            const float dy = std::abs(a.y - b.y);
            if ((sideways ? dx : dy) < 0.6f * (sideways ? dy : dx))
                return false;
        }
    }
    return true;
}

std::optional<Draft> describeRelation(const Scene& scene, Random& random) {
    if (scene.objects.size() < 2)
        return std::nullopt;
    std::vector<Relation> relations{Relation::LeftOf, Relation::RightOf, Relation::Above, Relation::Below};
    for (int i = 0; i < attempts; ++i) {
        const auto first = definitePhrase(scene, false, random);
        const auto second = definitePhrase(scene, true, random);
        if (!first || !second || (first->second & second->second) != 0)
            continue;
        random.shuffle(relations);
        for (const Relation relation : relations) {
            if (!clearlyRelated(relation, first->second, second->second, scene))
                continue;
            Draft draft;
            draft.add(first->first, first->second);
            draft.add(second->first, second->second);
            draft.meaning.relation = relation;
            return draft;
        }
    }
    return std::nullopt;
}

Draft draftOf(const Scene& scene, CaptionKind kind, Random& random) {
    if (kind == CaptionKind::Whole)
        return describeWhole(scene, random);
    std::optional<Draft> draft;
    if (kind == CaptionKind::Relation)
        draft = describeRelation(scene, random);
    if (kind == CaptionKind::Counted)
        draft = describeCounts(scene, random);
    return draft ? *std::move(draft) : describePart(scene, random);
}

} // namespace

Caption describe(const Scene& scene, CaptionKind kind, Language language, std::uint64_t seed) {
    Random random(seed, 3 + static_cast<std::uint64_t>(kind));
    const Draft draft = draftOf(scene, kind, random);
    std::vector<std::vector<int>> numbers;
    for (const ObjectSet objects : draft.objects)
        numbers.push_back(numbersOf(objects));
    return phrase(draft.meaning, numbers, language, random.next() >> 32);
}

} // namespace triptych::world
