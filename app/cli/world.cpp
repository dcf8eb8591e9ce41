// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "inference/world/sample_writer.h"

namespace triptych::cli {

namespace {

struct WorldOptions {
    int count = 0;
    std::vector<int> only;
    std::string split = "heldout";
    int objects = 0;
    std::string voices;
    bool small = false;
    std::string out;
};

std::vector<std::uint64_t> seedsOf(const WorldOptions& options, std::uint64_t firstSeed) {
    std::vector<std::uint64_t> seeds;
    for (const int number : options.only)
        seeds.push_back(firstSeed + static_cast<std::uint64_t>(number));
    for (int number = 0; options.only.empty() && number < options.count; ++number)
        seeds.push_back(firstSeed + static_cast<std::uint64_t>(number));
    return seeds;
}

world::SampleOptions sampleOptions(const WorldOptions& options) {
    world::SampleOptions sample;
    const bool heldOut = options.split == "heldout";
    sample.scene.split = heldOut ? world::Split::HeldOut : world::Split::Train;
    sample.scene.unseenPairs = heldOut;
    if (options.objects > 0)
        sample.scene.minObjects = sample.scene.maxObjects = options.objects;
    sample.heldOutVoices = (options.voices.empty() ? options.split : options.voices) == "heldout";
    sample.small = options.small;
    return sample;
}

Result<void> writeTheWorld(const WorldOptions& options, const Context& context) {
    const auto start = std::chrono::steady_clock::now();
    const std::vector<std::uint64_t> seeds = seedsOf(options, context.options.seed);
    const Result<void> written = world::writeWorld(seeds, sampleOptions(options), options.out, context.monitor());
    if (!written)
        return written;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const std::string file = (std::filesystem::path(options.out) / "samples.jsonl").string();
    context.answer({{"samples", seeds.size()}, {"file", file}, {"seconds", seconds.count()}},
                   std::to_string(seeds.size()) + " samples in " + file);
    return {};
}

} // namespace

void addWorldCommand(CLI::App& app, Context& context) {
    const auto options = std::make_shared<WorldOptions>();
    CLI::App* command = addCommand(app, context, "world", "Write samples of the demo world with their truth",
                                   [options, &context] { return writeTheWorld(*options, context); });
    const CLI::IsMember splits({"train", "heldout"});
    CLI::App* which = command->add_option_group("Which", "Which samples to write");
    which->add_option("--count", options->count, "How many, with seeds from --seed on")
        ->check(CLI::Range(1, 1'000'000));
    which->add_option("--only", options->only, "These numbers, counted from --seed")
        ->delimiter(',')
        ->check(CLI::NonNegativeNumber);
    which->require_option(1);
    command->add_option("--split", options->split, "Scenes like those of training, or ones that it never sees")
        ->check(splits)
        ->capture_default_str();
    command->add_option("--objects", options->objects, "Objects in every scene (1 to 5 otherwise)")
        ->check(CLI::Range(1, 5));
    command->add_option("--voices", options->voices, "Speakers that training hears, or others (default: as --split)")
        ->check(splits);
    command->add_flag("--small", options->small, "Pack the files well: takes longer, sounds as FLAC");
    command->add_option("--out", options->out, "Folder for the files")->required();
}

} // namespace triptych::cli
