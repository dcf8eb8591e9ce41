// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/report.h"

#include <fstream>
#include <functional>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "inference/formats/atomic_file.h"
#include "inference/formats/image_write.h"
#include "visualization/picture/curve_plot.h"

namespace triptych::training {

namespace {

constexpr int plotWidth = 960;
constexpr int plotHeight = 540;

using Lines = std::vector<nlohmann::json>;

Lines readLog(const std::filesystem::path& file) {
    Lines lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        auto parsed = nlohmann::json::parse(line, nullptr, false);
        if (parsed.is_object())
            lines.push_back(std::move(parsed));
    }
    return lines;
}

// One curve per key of the log that is wanted.
picture::CurvePlot plotOf(const Lines& lines, const std::string& title, const std::string& yLabel,
                          const std::function<bool(std::string_view)>& wanted) {
    std::map<std::string, picture::Curve> curves;
    for (const auto& line : lines)
        for (const auto& [key, value] : line.items())
            if (wanted(key) && value.is_number()) {
                picture::Curve& curve = curves[key];
                curve.label = key;
                curve.x.push_back(line.value("samples", 0.0));
                curve.y.push_back(value.get<double>());
            }
    picture::CurvePlot plot{title, "samples", yLabel, {}, std::nullopt};
    for (auto& [key, curve] : curves)
        plot.curves.push_back(std::move(curve));
    return plot;
}

Result<void> writePlot(const picture::CurvePlot& plot, const std::filesystem::path& file) {
    if (plot.curves.empty())
        return {};
    const Picture drawn = picture::drawCurves(plot, plotWidth, plotHeight);
    return formats::writePng(file, formats::pixelsOf(drawn));
}

} // namespace

Result<void> writeReport(const TrainingReport& report, const std::filesystem::path& folder) {
    nlohmann::ordered_json document;
    document["seed"] = report.counters.seed;
    document["steps"] = report.counters.step;
    document["samples"] = report.counters.samples;
    document["finished"] = report.finished;
    document["attentionTaught"] = !report.plain;
    document["seconds"] = report.seconds;
    document["heldOut"] = report.heldOut;
    const Lines lines = readLog(folder / "log.jsonl");
    const auto isLoss = [](std::string_view key) {
        return key == "dense" || key.ends_with(".match") || key.ends_with(".itc") || key.ends_with(".token") ||
               key.ends_with(".word");
    };
    const auto isMatching = [](std::string_view key) { return key.starts_with("short.match.rank."); };
    const auto isRecall = [](std::string_view key) {
        return key.ends_with(".itc.recall") || key.ends_with(".pointing");
    };
    return formats::writeFileAtomically(folder / "report.json", document.dump(2) + "\n")
        .and_then([&] { return writePlot(plotOf(lines, "Losses", "loss", isLoss), folder / "losses.png"); })
        .and_then([&] {
            return writePlot(plotOf(lines, "True caption above its negative, by change", "share", isMatching),
                             folder / "matching.png");
        })
        .and_then([&] {
            return writePlot(
                plotOf(lines, "Retrieval within a batch, and attention on the named object", "share", isRecall),
                folder / "recall.png");
        });
}

} // namespace triptych::training
