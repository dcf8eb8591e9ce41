// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interventions.h"

#include "app/cli/sample_file.h"

namespace triptych::cli {

namespace {

std::string checkLine(const std::string& line) {
    const auto intervention = parseIntervention(line, nullptr);
    return intervention ? std::string() : describe(intervention.error());
}

} // namespace

CLI::Option* addInterventions(CLI::App& command, std::vector<std::string>& lines) {
    return command
        .add_option("--do", lines,
                    "An intervention; may be given several times: \"knock-out from=text:3 to=image:10-12 "
                    "maps=fusion.*\", \"scale-heads maps=vision.layers.0.attention heads=1 factor=0\", \"even-heads "
                    "maps=...\", \"erase units=text:3\", \"swap-word word=1 by=blue\", \"patch sites=*.hidden "
                    "units=text:3 from=other.json\"")
        ->check(checkLine);
}

Result<std::vector<Intervention>> readInterventions(const std::vector<std::string>& lines) {
    std::vector<Intervention> interventions;
    for (const std::string& line : lines) {
        auto intervention = parseIntervention(line, [](const std::string& file) { return readSampleFile(file); });
        if (!intervention)
            return Failure(intervention.error());
        interventions.push_back(std::move(*intervention));
    }
    return interventions;
}

} // namespace triptych::cli
