// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/samples_file.h"

#include <algorithm>

#include "inference/formats/atomic_file.h"
#include "inference/formats/file_bytes.h"

namespace triptych::world {

namespace {

constexpr std::uint64_t maxFileBytes = 500'000'000;

void addItems(Sample& sample, Modality modality, const std::vector<std::filesystem::path>& files) {
    for (const std::filesystem::path& file : files)
        sample.items.push_back({.modality = modality, .text = {}, .file = file});
}

} // namespace

Sample toSample(const LabelledSample& labelled) {
    Sample sample;
    sample.id = labelled.id;
    addItems(sample, Modality::Image, labelled.images);
    for (const std::string& text : labelled.texts)
        sample.items.push_back({.modality = Modality::Text, .text = text, .file = {}});
    addItems(sample, Modality::Audio, labelled.audios);
    return sample;
}

Result<std::vector<LabelledSample>> readSamples(const std::filesystem::path& file) {
    const Result<std::string> content = formats::readTextFile(file, maxFileBytes);
    if (!content)
        return Failure(content.error());
    std::vector<LabelledSample> samples;
    std::string_view rest = *content;
    for (int number = 1; !rest.empty(); ++number) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        Result<LabelledSample> sample =
            parseSample(line, file.parent_path(), file.string() + ":" + std::to_string(number));
        if (!sample)
            return Failure(sample.error());
        samples.push_back(*std::move(sample));
    }
    return samples;
}

Result<void> writeSamples(const std::filesystem::path& file, const std::vector<LabelledSample>& samples) {
    std::string content;
    for (const LabelledSample& sample : samples)
        content += toJsonLine(sample, file.parent_path()) + "\n";
    return formats::writeFileAtomically(file, std::string_view(content));
}

} // namespace triptych::world
