// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/scene_variant.h"

#include <algorithm>
#include <utility>

#include "inference/world/meaning.h"
#include "inference/world/random.h"

namespace triptych::world {

namespace {

constexpr float smallShareOfLarge = 0.57f;

std::vector<std::size_t> namedObjects(const Caption& caption) {
    std::vector<std::size_t> named;
    for (const Mention& mention : caption.mentions) {
        for (const int number : mention.objects)
            named.push_back(static_cast<std::size_t>(number - 1));
    }
    std::ranges::sort(named);
    named.erase(std::ranges::unique(named).begin(), named.end());
    return named;
}

template<typename T>
void setEachValue(const Scene& scene, std::size_t index, T SceneObject::*attribute, int values,
                  std::vector<Scene>& variants) {
    for (int value = 0; value < values; ++value) {
        if (scene.objects[index].*attribute == static_cast<T>(value))
            continue;
        variants.push_back(scene);
        variants.back().objects[index].*attribute = static_cast<T>(value);
    }
}

// A small object may have no room to grow; a large one can always shrink.
void shrink(const Scene& scene, std::size_t index, std::vector<Scene>& variants) {
    if (scene.objects[index].size == SizeKind::Small)
        return;
    variants.push_back(scene);
    variants.back().objects[index].size = SizeKind::Small;
    variants.back().objects[index].radius *= smallShareOfLarge;
}

template<typename T>
void exchange(const Scene& scene, std::size_t first, std::size_t second, T SceneObject::*attribute,
              std::vector<Scene>& variants) {
    variants.push_back(scene);
    std::swap(variants.back().objects[first].*attribute, variants.back().objects[second].*attribute);
}

Scene mirrored(Scene scene, bool sideways) {
    for (SceneObject& object : scene.objects) {
        float& place = sideways ? object.x : object.y;
        place = 1.0f - place;
    }
    return scene;
}

Scene without(Scene scene, std::size_t index) {
    scene.objects.erase(scene.objects.begin() + static_cast<std::ptrdiff_t>(index));
    return scene;
}

void changeObject(const Scene& scene, std::size_t index, Change change, std::vector<Scene>& variants) {
    if (change == Change::Colour)
        setEachValue(scene, index, &SceneObject::colour, colourCount, variants);
    else if (change == Change::Shape)
        setEachValue(scene, index, &SceneObject::shape, shapeCount, variants);
    else if (change == Change::Fill)
        setEachValue(scene, index, &SceneObject::fill, fillCount, variants);
    else if (change == Change::Size)
        shrink(scene, index, variants);
    else if (change == Change::Count)
        variants.push_back(without(scene, index));
}

std::vector<Scene> sceneVariants(const Caption& caption, const Scene& scene, Change change) {
    std::vector<Scene> variants;
    if (change == Change::Relation) {
        const auto relation = caption.meaning.relation;
        if (relation)
            variants.push_back(mirrored(scene, *relation == Relation::LeftOf || *relation == Relation::RightOf));
        return variants;
    }
    const std::vector<std::size_t> named = namedObjects(caption);
    for (const std::size_t index : named) {
        changeObject(scene, index, change, variants);
        for (const std::size_t other : named) {
            if (change != Change::Swap || other <= index)
                continue;
            exchange(scene, index, other, &SceneObject::colour, variants);
            exchange(scene, index, other, &SceneObject::shape, variants);
        }
    }
    return variants;
}

} // namespace

std::optional<Scene> sceneVariant(const Caption& caption, const Scene& scene, Change change, std::uint64_t seed) {
    std::vector<Scene> variants = sceneVariants(caption, scene, change);
    Random random(seed, 31 + static_cast<std::uint64_t>(change));
    random.shuffle(variants);
    const auto found = std::ranges::find_if(
        variants, [&](const Scene& variant) { return !variant.objects.empty() && !holds(caption.meaning, variant); });
    return found == variants.end() ? std::nullopt : std::optional(*found);
}

} // namespace triptych::world
