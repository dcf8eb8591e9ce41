// SPDX-License-Identifier: GPL-3.0-or-later
// What has to happen between a hovered word and the next frame, without the toolkit's own painting.
#include <random>

#include <benchmark/benchmark.h>

#include "visualization/picture/outline.h"
#include "visualization/picture/overlay.h"

namespace triptych::bench {

namespace {

FloatArray someMap() {
    FloatArray map({14, 14});
    std::mt19937 random(1);
    for (float& value : map.values())
        value = static_cast<float>(random() % 1000) / 1000.0f;
    return map;
}

void paintOverlay(benchmark::State& state, int width, int height) {
    const FloatArray map = someMap();
    const picture::OverlayStyle style{picture::ColourMap::Magma, 1.0f};
    picture::Pixels pixels = picture::drawOverlay(map, width, height, style);
    for (auto _ : state) {
        picture::drawOverlay(map, width, height, style, pixels.argb);
        benchmark::DoNotOptimize(pixels.argb.data());
    }
}

void paintAtFullHd(benchmark::State& state) {
    paintOverlay(state, 1920, 1080);
}
void paintAt4k(benchmark::State& state) {
    paintOverlay(state, 3840, 2160);
}
void traceOutline(benchmark::State& state) {
    const FloatArray map = someMap();
    for (auto _ : state)
        benchmark::DoNotOptimize(picture::outlineStrongest(map));
}

} // namespace

BENCHMARK(paintAtFullHd)->Name("Overlay of 1920 x 1080")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(paintAt4k)->Name("Overlay of 3840 x 2160")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(traceOutline)->Name("Outline of the strongest region")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace triptych::bench
