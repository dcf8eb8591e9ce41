// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_sample.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

#include <unistd.h>

#include "inference/world/sample_writer.h"

namespace triptych::bench {

namespace {

class Folder {
public:
    Folder()
        : m_path(std::filesystem::temp_directory_path() / ("triptych-bench-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(m_path);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

[[noreturn]] void giveUp(const std::string& reason) {
    std::cerr << "triptych-bench: " << reason << std::endl;
    std::exit(1);
}

// The first scene from seed 1 on whose English text is spoken.
Sample writeSpokenScene(const std::filesystem::path& folder) {
    world::SampleOptions options;
    options.scene.minObjects = options.scene.maxObjects = 3;
    for (std::uint64_t seed = 1; seed < 100; ++seed) {
        const auto written = world::writeSample(seed, options, folder);
        if (!written)
            giveUp(describe(written.error()));
        if (written->audios.empty() || written->spokenText.front() != 0)
            continue;
        world::LabelledSample spoken = *written;
        spoken.texts.resize(1);
        spoken.audios.resize(1);
        return world::toSample(spoken);
    }
    giveUp("no scene of the demo world is spoken in English.");
}

std::string sampleFileOf(const Sample& sample) {
    std::string lists[3];
    for (const SampleItem& item : sample.items) {
        std::string& list = lists[static_cast<int>(item.modality)];
        const std::string value = item.modality == Modality::Text ? item.text : item.file.string();
        list += (list.empty() ? "\"" : ", \"") + value + "\"";
    }
    return "{\"images\": [" + lists[0] + "], \"texts\": [" + lists[1] + "], \"audios\": [" + lists[2] + "]}\n";
}

} // namespace

const BenchSample& benchSample() {
    static const Folder folder;
    static const BenchSample sample = [] {
        BenchSample made{writeSpokenScene(folder.path()), folder.path() / "sample.json"};
        std::ofstream(made.file) << sampleFileOf(made.sample);
        return made;
    }();
    return sample;
}

} // namespace triptych::bench
