// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/meaning.h"

#include <bit>
#include <utility>

namespace triptych::world {

namespace {

template<typename T>
bool agrees(const std::optional<T>& said, T actual) {
    return !said || *said == actual;
}

bool stands(Relation relation, const SceneObject& first, const SceneObject& second, float margin) {
    switch (relation) {
    case Relation::LeftOf:
        return first.x + margin < second.x;
    case Relation::RightOf:
        return first.x > second.x + margin;
    case Relation::Above:
        return first.y + margin < second.y;
    case Relation::Below:
        return first.y > second.y + margin;
    }
    return false;
}

// Tries every assignment of distinct objects to the phrases from `next` on.
class Assignment {
public:
    Assignment(const Meaning& meaning, const Scene& scene)
        : m_meaning(meaning)
        , m_scene(scene)
        , m_chosen(meaning.phrases.size()) {}

    bool exists(std::size_t next = 0, ObjectSet taken = 0) {
        if (next == m_meaning.phrases.size())
            return true;
        const Phrase& phrase = m_meaning.phrases[next];
        const ObjectSet candidates = fitting(phrase, m_scene);
        if (phrase.counted)
            return std::popcount(candidates) == phrase.count && choose(next, candidates, taken);
        for (ObjectSet rest = candidates; rest != 0; rest &= rest - 1) {
            if (choose(next, rest & (~rest + 1), taken))
                return true;
        }
        return false;
    }

private:
    bool choose(std::size_t index, ObjectSet objects, ObjectSet taken) {
        if ((objects & taken) != 0)
            return false;
        m_chosen[index] = objects;
        const bool relationKnown = index == 1 && m_meaning.relation;
        if (relationKnown && !related(*m_meaning.relation, m_chosen[0], m_chosen[1], m_scene))
            return false;
        return exists(index + 1, taken | objects);
    }

    const Meaning& m_meaning;
    const Scene& m_scene;
    std::vector<ObjectSet> m_chosen;
};

} // namespace

bool fits(const Phrase& phrase, const SceneObject& object) {
    return agrees(phrase.size, object.size) && agrees(phrase.fill, object.fill) &&
           agrees(phrase.colour, object.colour) && agrees(phrase.shape, object.shape);
}

ObjectSet fitting(const Phrase& phrase, const Scene& scene) {
    ObjectSet set = 0;
    for (std::size_t i = 0; i < scene.objects.size(); ++i)
        set |= fits(phrase, scene.objects[i]) ? ObjectSet{1} << i : 0;
    return set;
}

std::vector<int> numbersOf(ObjectSet objects) {
    std::vector<int> numbers;
    for (; objects != 0; objects &= objects - 1)
        numbers.push_back(std::countr_zero(objects) + 1);
    return numbers;
}

Relation opposite(Relation relation) {
    switch (relation) {
    case Relation::LeftOf:
        return Relation::RightOf;
    case Relation::RightOf:
        return Relation::LeftOf;
    case Relation::Above:
        return Relation::Below;
    case Relation::Below:
        return Relation::Above;
    }
    return relation;
}

bool related(Relation relation, ObjectSet first, ObjectSet second, const Scene& scene, float margin) {
    for (std::size_t i = 0; i < scene.objects.size(); ++i) {
        for (std::size_t j = 0; j < scene.objects.size(); ++j) {
            const bool asked = ((first >> i) & 1) != 0 && ((second >> j) & 1) != 0;
            if (asked && !stands(relation, scene.objects[i], scene.objects[j], margin))
                return false;
        }
    }
    return true;
}

bool holds(const Meaning& meaning, const Scene& scene) {
    return Assignment(meaning, scene).exists();
}

bool holdsOfAll(const Meaning& meaning, const Scene& scene) {
    std::size_t named = 0;
    for (const Phrase& phrase : meaning.phrases)
        named += static_cast<std::size_t>(phrase.count);
    return named == scene.objects.size() && holds(meaning, scene);
}

} // namespace triptych::world
