// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the built-in model, watched and unwatched, and with each explanation method; the model is loaded already.
#include <benchmark/benchmark.h>

#include "inference/engine/run.h"
#include "tests/bench/bench_sample.h"

namespace triptych::bench {

namespace {

void runRepeatedly(benchmark::State& state, Watch::Kind watch, const std::string& method) {
    engine::Runner runner("auto");
    RunRequest request;
    request.sample = benchSample().sample;
    request.watch.kind = watch;
    request.method = method;
    for (auto _ : state) {
        ++request.id;
        const auto output = runner.run(request, {}, {});
        if (!output) {
            state.SkipWithError(describe(output.error()).c_str());
            break;
        }
        if (state.iterations() <= 1)
            state.SetLabel(output->result.device);
        benchmark::DoNotOptimize(output->result.targetValue);
    }
}

void runUnwatched(benchmark::State& state) {
    runRepeatedly(state, Watch::Kind::None, {});
}
void runWatched(benchmark::State& state) {
    runRepeatedly(state, Watch::Kind::All, {});
}
void explainAttention(benchmark::State& state) {
    runRepeatedly(state, Watch::Kind::All, "attention");
}
void explainRollout(benchmark::State& state) {
    runRepeatedly(state, Watch::Kind::All, "rollout");
}
void explainRelevancy(benchmark::State& state) {
    runRepeatedly(state, Watch::Kind::All, "chefer");
}

} // namespace

BENCHMARK(runUnwatched)->Name("One run: nothing watched")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(runWatched)->Name("One run: every map watched")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(explainAttention)->Name("One run: explained by attention")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(explainRollout)->Name("One run: explained by rollout")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(explainRelevancy)->Name("One run: explained by relevancy")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace triptych::bench
