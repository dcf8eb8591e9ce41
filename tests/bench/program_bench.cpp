// SPDX-License-Identifier: GPL-3.0-or-later
// Whole programs from start to exit, with the largest memory that they held.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bench_sample.h"

namespace triptych::bench {

namespace {

struct Ended {
    bool good = false;
    double peakMiB = 0;
};

Ended runProgram(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<char*> raw{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments)
        raw.push_back(const_cast<char*>(argument.c_str()));
    raw.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int failed = posix_spawn(&child, program.c_str(), &actions, nullptr, raw.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        return {};
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) != child)
        return {};
    return {WIFEXITED(status) && WEXITSTATUS(status) == 0, static_cast<double>(usage.ru_maxrss) / 1024.0};
}

void timeProgram(benchmark::State& state, const std::string& name, const std::vector<std::string>& arguments) {
    const std::string program = std::string(TRIPTYCH_BINARY_DIR "/bin/") + name;
    double peakMiB = 0;
    for (auto _ : state) {
        const Ended ended = runProgram(program, arguments);
        if (!ended.good) {
            state.SkipWithError((name + " " + arguments.front() + " failed").c_str());
            break;
        }
        peakMiB = std::max(peakMiB, ended.peakMiB);
    }
    state.SetLabel("peak memory " + std::to_string(static_cast<int>(peakMiB)) + " MiB");
}

std::vector<std::string> onSample(std::vector<std::string> words) {
    words.insert(words.end(), {"--model", "builtin", "--sample", benchSample().file.string(), "--quiet"});
    return words;
}

void startCommandLine(benchmark::State& state) {
    timeProgram(state, "triptych-cli", {"--version"});
}
void runUnwatched(benchmark::State& state) {
    timeProgram(state, "triptych-cli", onSample({"run", "--watch", "none"}));
}
void runWatched(benchmark::State& state) {
    timeProgram(state, "triptych-cli", onSample({"run", "--watch", "all"}));
}
void explainSample(benchmark::State& state, const std::string& method) {
    const std::string out = (benchSample().file.parent_path() / method).string();
    timeProgram(state, "triptych-cli", onSample({"explain", "--method", method, "--out", out}));
}
void firstHeatmapInTheWindow(benchmark::State& state) {
    ::setenv("QT_QPA_PLATFORM", "offscreen", 0);
    const std::string picture = (benchSample().file.parent_path() / "window.png").string();
    timeProgram(state, "triptych", {"--screenshot", picture});
}

} // namespace

BENCHMARK(startCommandLine)->Name("triptych-cli: start and end")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(runUnwatched)->Name("triptych-cli run: nothing watched")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(runWatched)->Name("triptych-cli run: every map watched")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(explainSample, attention, "attention")
    ->Name("triptych-cli explain: attention")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(explainSample, rollout, "rollout")
    ->Name("triptych-cli explain: rollout")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(explainSample, chefer, "chefer")
    ->Name("triptych-cli explain: relevancy")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(firstHeatmapInTheWindow)
    ->Name("triptych: start to a saved picture with heatmap and its quality")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

} // namespace triptych::bench

BENCHMARK_MAIN();
