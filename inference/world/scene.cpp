// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/scene.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "inference/world/random.h"

namespace triptych::world {

namespace {

// Places are drawn in whole steps, so that no rounding of any machine can change a scene.
constexpr int steps = 8192;

constexpr std::array<std::pair<Colour, ShapeKind>, 4> unseenColourShapes{{
    {Colour::Pink, ShapeKind::Square},
    {Colour::Teal, ShapeKind::Star},
    {Colour::Orange, ShapeKind::Cross},
    {Colour::Purple, ShapeKind::Triangle},
}};

struct Place {
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t radius = 0;
    bool overlaps = false; // with another object; one overlap per object keeps most of it visible
};

float fraction(std::int64_t inSteps) {
    return static_cast<float>(inSteps) / static_cast<float>(steps);
}

using Tint = std::array<float, 3>;

constexpr std::array<Tint, 10> lightTints{{
    {0.945f, 0.930f, 0.905f},
    {0.905f, 0.925f, 0.945f},
    {0.930f, 0.945f, 0.920f},
    {0.945f, 0.915f, 0.905f},
    {0.925f, 0.915f, 0.950f},
    {0.950f, 0.945f, 0.930f},
    {0.885f, 0.900f, 0.915f},
    {0.900f, 0.935f, 0.935f},
    {0.955f, 0.925f, 0.930f},
    {0.880f, 0.885f, 0.880f},
}};

constexpr std::array<Tint, 3> darkTints{{
    {0.165f, 0.180f, 0.220f},
    {0.215f, 0.205f, 0.230f},
    {0.145f, 0.165f, 0.180f},
}};

Background drawBackground(Random& random, Split split) {
    const bool dark = random.chance(7);
    const auto tint = [&] {
        return dark ? darkTints[static_cast<std::size_t>(random.below(static_cast<int>(darkTints.size())))]
                    : lightTints[static_cast<std::size_t>(random.below(static_cast<int>(lightTints.size())))];
    };
    Background background;
    background.top = tint();
    background.bottom = tint();
    for (float& channel : background.bottom)
        channel -= fraction(random.between(0, 500));
    // An even step for training, an odd one for held-out scenes: the two can never be equal.
    const int angle = 2 * random.below(4 * steps) + (split == Split::HeldOut ? 1 : 0);
    background.angle = 0.78539816f * fraction(angle);
    background.noise = fraction(random.between(3, 8));
    return background;
}

SceneObject drawLook(Random& random, const SceneOptions& options) {
    const bool mayBeUnseen = options.split == Split::HeldOut && options.unseenPairs;
    SceneObject object;
    object.size = random.chance(45) ? SizeKind::Small : SizeKind::Large;
    const int fill = random.below(100);
    object.fill = fill < 46 ? Fill::Plain : (fill < 75 ? Fill::Striped : Fill::Dotted);
    if (mayBeUnseen && random.chance(25)) {
        std::tie(object.colour, object.shape) = unseenColourShapes[static_cast<std::size_t>(random.below(4))];
        return object;
    }
    do {
        object.shape = static_cast<ShapeKind>(random.below(shapeCount));
        object.colour = static_cast<Colour>(random.below(colourCount));
    } while (!mayBeUnseen && isUnseenPair(object.colour, object.shape));
    return object;
}

// Objects that share attributes make counting, swapping and telling apart worth learning.
SceneObject drawRelative(Random& random, const SceneOptions& options, const SceneObject& other) {
    SceneObject object = other;
    const SceneObject fresh = drawLook(random, options);
    switch (random.below(4)) {
    case 0: // a twin
        break;
    case 1:
        object.size = fresh.size;
        object.fill = fresh.fill;
        break;
    case 2:
        object.colour = fresh.colour;
        object.size = fresh.size;
        break;
    default:
        object.shape = fresh.shape;
        object.fill = fresh.fill;
        break;
    }
    const bool mayBeUnseen = options.split == Split::HeldOut && options.unseenPairs;
    return !mayBeUnseen && isUnseenPair(object.colour, object.shape) ? fresh : object;
}

int drawRadius(Random& random, SizeKind size) {
    return size == SizeKind::Small ? random.between(steps * 86 / 1000, steps * 102 / 1000)
                                   : random.between(steps * 150 / 1000, steps * 178 / 1000);
}

std::optional<Place> findPlace(Random& random, std::vector<Place>& places, std::int64_t radius) {
    const bool mayOverlap = random.chance(18);
    for (int attempt = 0; attempt < 60; ++attempt) {
        const auto margin = static_cast<int>(radius * 112 / 100);
        Place place{random.between(margin, steps - margin), random.between(margin, steps - margin), radius, false};
        Place* partner = nullptr;
        bool fits = true;
        for (Place& other : places) {
            const std::int64_t dx = place.x - other.x;
            const std::int64_t dy = place.y - other.y;
            const std::int64_t apart = dx * dx + dy * dy;
            const std::int64_t reach = place.radius + other.radius;
            const std::int64_t clear = reach * 107 / 100;
            const std::int64_t touching = reach - std::min(place.radius, other.radius) * 36 / 100;
            if (apart >= clear * clear)
                continue;
            fits = fits && mayOverlap && partner == nullptr && !other.overlaps && apart >= touching * touching;
            partner = &other;
        }
        if (!fits)
            continue;
        if (partner != nullptr)
            partner->overlaps = place.overlaps = true;
        return place;
    }
    return std::nullopt;
}

void placeObject(Random& random, SceneObject& object, const Place& place) {
    object.x = fraction(place.x);
    object.y = fraction(place.y);
    object.radius = fraction(place.radius);
    object.rotation = fraction(random.between(-steps * 26 / 100, steps * 26 / 100));
    object.shade = fraction(random.between(-steps, steps));
}

// False where the objects found no room.
bool fillScene(Random& random, const SceneOptions& options, int count, Scene& scene) {
    std::vector<Place> places;
    scene.objects.clear();
    for (int i = 0; i < count; ++i) {
        const bool related = i > 0 && random.chance(45);
        SceneObject object =
            related ? drawRelative(random, options, random.pick(scene.objects)) : drawLook(random, options);
        std::optional<Place> place = findPlace(random, places, drawRadius(random, object.size));
        if (!place && object.size == SizeKind::Large) {
            object.size = SizeKind::Small;
            place = findPlace(random, places, drawRadius(random, object.size));
        }
        if (!place)
            return false;
        placeObject(random, object, *place);
        scene.objects.push_back(object);
        places.push_back(*place);
    }
    return true;
}

} // namespace

std::string_view toString(ShapeKind shape) {
    constexpr std::array<std::string_view, shapeCount> names{"circle", "square", "triangle", "star", "cross", "ring"};
    return names[static_cast<std::size_t>(shape)];
}

std::string_view toString(Colour colour) {
    constexpr std::array<std::string_view, colourCount> names{"red",  "orange", "yellow", "green",
                                                              "teal", "blue",   "purple", "pink"};
    return names[static_cast<std::size_t>(colour)];
}

std::string_view toString(SizeKind size) {
    return size == SizeKind::Small ? "small" : "large";
}

std::string_view toString(Fill fill) {
    constexpr std::array<std::string_view, fillCount> names{"plain", "striped", "dotted"};
    return names[static_cast<std::size_t>(fill)];
}

bool isUnseenPair(Colour colour, ShapeKind shape) {
    return std::ranges::find(unseenColourShapes, std::pair{colour, shape}) != unseenColourShapes.end();
}

Scene drawScene(std::uint64_t seed, const SceneOptions& options) {
    Random random(seed, options.split == Split::Train ? 1 : 2);
    Scene scene;
    scene.seed = seed;
    scene.background = drawBackground(random, options.split);
    const int count = random.between(options.minObjects, std::max(options.minObjects, options.maxObjects));
    while (!fillScene(random, options, count, scene)) {
    }
    return scene;
}

} // namespace triptych::world
