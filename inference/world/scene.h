// SPDX-License-Identifier: GPL-3.0-or-later
// The procedural world: scenes whose truth is known exactly.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace triptych::world {

enum class ShapeKind { Circle, Square, Triangle, Star, Cross, Ring };
enum class Colour { Red, Orange, Yellow, Green, Teal, Blue, Purple, Pink };
enum class SizeKind { Small, Large };
enum class Fill { Plain, Striped, Dotted };

inline constexpr int shapeCount = 6;
inline constexpr int colourCount = 8;
inline constexpr int sizeCount = 2;
inline constexpr int fillCount = 3;

[[nodiscard]] std::string_view toString(ShapeKind shape); // "circle"
[[nodiscard]] std::string_view toString(Colour colour);
[[nodiscard]] std::string_view toString(SizeKind size);
[[nodiscard]] std::string_view toString(Fill fill);

// Coordinates are fractions of the picture's edge, y downwards.
struct SceneObject {
    ShapeKind shape = ShapeKind::Circle;
    Colour colour = Colour::Red;
    SizeKind size = SizeKind::Small;
    Fill fill = Fill::Plain;
    float x = 0;
    float y = 0;
    float radius = 0;   // of the circle around the shape
    float rotation = 0; // radians
    float shade = 0;    // -1..1, a little darker or lighter than others of its colour

    bool operator==(const SceneObject&) const = default;
};

struct Background {
    std::array<float, 3> top{}; // linear gradient between two soft colours, 0..1
    std::array<float, 3> bottom{};
    float angle = 0;
    float noise = 0; // standard deviation of the grain at 448 px; less in smaller pictures, as after shrinking

    bool operator==(const Background&) const = default;
};

// Later objects lie on top. Object number i + 1 is objects[i]; 0 is the background.
struct Scene {
    std::uint64_t seed = 0;
    Background background;
    std::vector<SceneObject> objects;

    bool operator==(const Scene&) const = default;
};

enum class Split { Train, HeldOut };

struct SceneOptions {
    int minObjects = 1;
    int maxObjects = 5;
    Split split = Split::Train;
    // With HeldOut: a quarter of the objects have a colour-shape pair that training never sees; otherwise none has.
    bool unseenPairs = false;
};

// Colour-shape pairs that never occur in training scenes.
[[nodiscard]] bool isUnseenPair(Colour colour, ShapeKind shape);

// The same seed and options give the same scene on every machine. Training and held-out seeds never give the same
// scene. At least 60 % of every object stays visible.
[[nodiscard]] Scene drawScene(std::uint64_t seed, const SceneOptions& options);

struct RenderedScene {
    int edge = 0;
    std::vector<std::uint8_t> rgb;  // [edge, edge, 3]
    std::vector<std::uint8_t> mask; // [edge, edge], object number of the visible surface, 0 = background
};

// Anti-aliased; deterministic. edge 64 for the model (aim: 4,000 a second on a core), 448 for people.
[[nodiscard]] RenderedScene render(const Scene& scene, int edge);

// Only the mask, for ground truth at patch resolution.
[[nodiscard]] std::vector<std::uint8_t> renderMask(const Scene& scene, int edge);

} // namespace triptych::world
