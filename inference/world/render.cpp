// SPDX-License-Identifier: GPL-3.0-or-later
// Every look is a formula over the unit square, sampled at pixel centres and smoothed over one pixel. A small picture
// and a large one shrunk to its size therefore look the same.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "inference/world/random.h"
#include "inference/world/scene.h"
#include "inference/world/shapes.h"

namespace triptych::world {

namespace {

struct Rgb {
    float r = 0;
    float g = 0;
    float b = 0;
};

Rgb mix(const Rgb& a, const Rgb& b, float share) {
    return {a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share, a.b + (b.b - a.b) * share};
}

Rgb scaled(const Rgb& colour, float factor) {
    return {colour.r * factor, colour.g * factor, colour.b * factor};
}

constexpr Rgb white{1.0f, 1.0f, 1.0f};
constexpr Rgb shadowColour{0.10f, 0.11f, 0.17f};
constexpr float shadowStrength = 0.34f;
constexpr float shadowX = 0.006f; // fractions of the edge
constexpr float shadowY = 0.013f;
constexpr float shadowBlur = 0.022f;
constexpr float stripePeriod = 0.056f;
constexpr float stripeShare = 0.42f;
constexpr float dotPitch = 0.060f;
constexpr float dotRadius = 0.0185f;
constexpr float grainReferenceEdge = 448.0f;

constexpr std::array<Rgb, colourCount> palette{{
    {0.875f, 0.200f, 0.210f},
    {0.945f, 0.500f, 0.110f},
    {0.965f, 0.765f, 0.140f},
    {0.200f, 0.610f, 0.330f},
    {0.060f, 0.640f, 0.630f},
    {0.150f, 0.380f, 0.790f},
    {0.490f, 0.270f, 0.730f},
    {0.915f, 0.430f, 0.660f},
}};

// Share of a pixel inside a border at this signed distance, both in pixels.
float coverage(float distance) {
    return std::clamp(0.5f - distance, 0.0f, 1.0f);
}

float smooth(float value) {
    const float t = std::clamp(value, 0.0f, 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

// One object at one resolution. Points are fractions of the edge.
class ObjectPainter {
public:
    ObjectPainter(const SceneObject& object, int edge)
        : m_object(object)
        , m_edge(static_cast<float>(edge))
        , m_cos(std::cos(object.rotation))
        , m_sin(std::sin(object.rotation))
        , m_base(scaled(palette[static_cast<std::size_t>(object.colour)], 1.0f + 0.05f * object.shade))
        , m_light(mix(m_base, white, 0.46f)) {}

    // Signed distance in fractions of the edge.
    [[nodiscard]] float distance(float x, float y) const {
        const Local p = local(x, y);
        return signedDistance(m_object.shape, p.x / m_object.radius, p.y / m_object.radius) * m_object.radius;
    }

    [[nodiscard]] Rgb colour(float x, float y, float distance) const {
        const Local p = local(x, y);
        const Rgb flat = mix(m_base, m_light, patternCoverage(p));
        // Light falls from the upper left; the rim is a little darker, as of a thick card.
        const float light = 1.0f - 0.075f * ((x - m_object.x) * 0.45f + (y - m_object.y) * 0.9f) / m_object.radius;
        const float rim = 1.0f - 0.10f * smooth(1.0f + distance / 0.010f);
        return scaled(flat, light * rim);
    }

    [[nodiscard]] float shadow(float x, float y) const {
        const float d = distance(x - shadowX, y - shadowY);
        return shadowStrength * smooth(0.5f - d / (2.0f * shadowBlur));
    }

private:
    struct Local {
        float x;
        float y;
    };

    [[nodiscard]] Local local(float x, float y) const {
        const float dx = x - m_object.x;
        const float dy = y - m_object.y;
        return {dx * m_cos + dy * m_sin, dy * m_cos - dx * m_sin};
    }

    [[nodiscard]] float patternCoverage(const Local& p) const {
        switch (m_object.fill) {
        case Fill::Plain:
            return 0.0f;
        case Fill::Striped: {
            const float across = (p.x + p.y) * 0.70710678f / stripePeriod;
            const float fromMiddle = std::abs(across - std::round(across));
            return coverage((fromMiddle - stripeShare / 2.0f) * stripePeriod * m_edge);
        }
        case Fill::Dotted:
            return coverage((std::min(toDot(p.x, p.y), toDot(p.x + dotPitch / 2.0f, p.y + rowPitch())) - dotRadius) *
                            m_edge);
        }
        return 0.0f;
    }

    // Rows of dots are shifted by half a pitch: two rectangular grids in one another.
    static constexpr float rowPitch() { return dotPitch * 0.8660254f; }

    static float toDot(float x, float y) {
        const float dx = x - dotPitch * std::round(x / dotPitch);
        const float dy = y - 2.0f * rowPitch() * std::round(y / (2.0f * rowPitch()));
        return std::sqrt(dx * dx + dy * dy);
    }

    const SceneObject& m_object;
    float m_edge;
    float m_cos;
    float m_sin;
    Rgb m_base;
    Rgb m_light;
};

struct Window {
    int left = 0;
    int top = 0;
    int right = 0; // half open
    int bottom = 0;
};

Window windowOf(const SceneObject& object, int edge, float margin) {
    const float reach = object.radius * 1.06f + margin;
    const auto pixel = [edge](float at) {
        return std::clamp(static_cast<int>(std::floor(at * static_cast<float>(edge))), 0, edge);
    };
    return {pixel(object.x - reach), pixel(object.y - reach), std::min(edge, pixel(object.x + reach) + 1),
            std::min(edge, pixel(object.y + reach) + 1)};
}

template<typename Visit>
void forEachPixel(const Window& window, int edge, const Visit& visit) {
    const float step = 1.0f / static_cast<float>(edge);
    for (int row = window.top; row < window.bottom; ++row) {
        for (int column = window.left; column < window.right; ++column) {
            const auto index =
                static_cast<std::size_t>(row) * static_cast<std::size_t>(edge) + static_cast<std::size_t>(column);
            visit(index, (static_cast<float>(column) + 0.5f) * step, (static_cast<float>(row) + 0.5f) * step);
        }
    }
}

void paintBackground(const Background& background, int edge, std::span<Rgb> canvas) {
    const Rgb top{background.top[0], background.top[1], background.top[2]};
    const Rgb bottom{background.bottom[0], background.bottom[1], background.bottom[2]};
    const float alongX = std::sin(background.angle);
    const float alongY = std::cos(background.angle);
    forEachPixel({0, 0, edge, edge}, edge, [&](std::size_t index, float x, float y) {
        const float along = (x - 0.5f) * alongX + (y - 0.5f) * alongY;
        canvas[index] = mix(top, bottom, smooth(0.5f + along * 0.75f));
    });
}

void paintObject(const SceneObject& object, std::uint8_t number, RenderedScene& picture, std::span<Rgb> canvas) {
    const ObjectPainter painter(object, picture.edge);
    const float pixels = static_cast<float>(picture.edge);
    const float margin = shadowY + shadowBlur + 1.0f / pixels;
    forEachPixel(windowOf(object, picture.edge, margin), picture.edge, [&](std::size_t index, float x, float y) {
        const float distance = painter.distance(x, y);
        const float covered = coverage(distance * pixels);
        Rgb& pixel = canvas[index];
        if (covered < 1.0f)
            pixel = mix(pixel, shadowColour, painter.shadow(x, y));
        if (covered > 0.0f)
            pixel = mix(pixel, painter.colour(x, y, distance), covered);
        if (distance <= 0.0f)
            picture.mask[index] = number;
    });
}

// Grain is weaker in small pictures by as much as averaging weakens it.
void quantise(const Scene& scene, std::span<const Rgb> canvas, RenderedScene& picture) {
    const float strength =
        scene.background.noise * std::min(1.0f, static_cast<float>(picture.edge) / grainReferenceEdge);
    const float unit = strength * 1.7320508f / 65536.0f;
    const std::uint64_t seed = Random::scramble(scene.seed + 17);
    const auto byte = [](float value) {
        return static_cast<std::uint8_t>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f);
    };
    for (std::size_t i = 0; i < canvas.size(); ++i) {
        const std::uint64_t bits = Random::scramble(seed + i);
        const float grain =
            unit * (static_cast<float>(bits & 0xffff) + static_cast<float>((bits >> 16) & 0xffff) - 65535.0f);
        picture.rgb[3 * i] = byte(canvas[i].r + grain);
        picture.rgb[3 * i + 1] = byte(canvas[i].g + grain);
        picture.rgb[3 * i + 2] = byte(canvas[i].b + grain);
    }
}

} // namespace

RenderedScene render(const Scene& scene, int edge) {
    const auto pixels = static_cast<std::size_t>(edge) * static_cast<std::size_t>(edge);
    std::vector<Rgb> canvas(pixels);
    RenderedScene picture;
    picture.edge = edge;
    picture.rgb.resize(pixels * 3);
    picture.mask.resize(pixels);
    paintBackground(scene.background, edge, canvas);
    for (std::size_t i = 0; i < scene.objects.size(); ++i)
        paintObject(scene.objects[i], static_cast<std::uint8_t>(i + 1), picture, canvas);
    quantise(scene, canvas, picture);
    return picture;
}

std::vector<std::uint8_t> renderMask(const Scene& scene, int edge) {
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(edge) * static_cast<std::size_t>(edge));
    for (std::size_t i = 0; i < scene.objects.size(); ++i) {
        const ObjectPainter painter(scene.objects[i], edge);
        forEachPixel(windowOf(scene.objects[i], edge, 0.0f), edge, [&](std::size_t index, float x, float y) {
            if (painter.distance(x, y) <= 0.0f)
                mask[index] = static_cast<std::uint8_t>(i + 1);
        });
    }
    return mask;
}

} // namespace triptych::world
