// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/corpus_parts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "inference/embedding/corpus_rows.h"
#include "inference/embedding/finite_rows.h"
#include "inference/embedding/vector_file.h"
#include "inference/formats/atomic_file.h"
#include "inference/formats/safetensors.h"

namespace triptych::embedding {

namespace fs = std::filesystem;

namespace {

constexpr const char* partsFile = "parts.safetensors";
constexpr const char* vocabularyFile = "words.txt";
constexpr const char* regionRows = "image.parts";
constexpr const char* wordRows = "text.parts";
constexpr std::int64_t edges = 4; // of a box

// Whole entries of so many numbers that a file holds; what is behind them is cut off.
std::int64_t keptEntries(const fs::path& file, std::int64_t numbers) {
    std::error_code code;
    const auto bytes = fs::file_size(file, code);
    if (code || numbers <= 0)
        return 0;
    const auto entry = static_cast<std::uintmax_t>(numbers) * sizeof(float);
    fs::resize_file(file, bytes / entry * entry, code);
    return static_cast<std::int64_t>(bytes / entry);
}

IntArray listOf(std::vector<std::int64_t> values) {
    Shape shape{static_cast<std::int64_t>(values.size())};
    return {std::move(shape), std::move(values)};
}

class PartsReader {
public:
    explicit PartsReader(fs::path folder)
        : m_folder(std::move(folder)) {}

    Result<CorpusParts> read(std::int64_t pictures, std::int64_t texts) {
        auto opened = formats::SafetensorsFile::open(m_folder / partsFile);
        if (!opened)
            return Failure(opened.error());
        auto lines = readLines(m_folder / vocabularyFile, false);
        if (!lines)
            return Failure(lines.error());
        m_file = std::make_shared<const formats::SafetensorsFile>(*std::move(opened));
        CorpusParts parts;
        parts.memory = m_file;
        for (std::size_t i = 0; i < lines->size(); ++i)
            parts.vocabulary.emplace((*lines)[i], static_cast<std::int64_t>(i));
        const bool fits = readTables(parts) && readPlaces(parts) && isSound(parts, pictures, texts);
        if (!fits)
            return fail(ErrorCode::BadFormat,
                        "The parts of the corpus do not fit its tables; remove this file and embed the parts again.",
                        (m_folder / partsFile).string());
        weigh(parts, texts);
        return parts;
    }

private:
    // Without rows and width where it is not there.
    [[nodiscard]] VectorTable tableOf(const char* name) const {
        const formats::TensorView* view = m_file->find(name);
        return view ? mappedTable(*view).value_or(VectorTable{}) : VectorTable{};
    }

    bool readTables(CorpusParts& parts) const {
        const VectorTable boxes = tableOf("image.windows");
        if (boxes.width != edges)
            return false;
        for (std::int64_t i = 0; i < boxes.rows; ++i) {
            const auto box = boxes.row(i);
            parts.windows.push_back({box[0], box[1], box[2], box[3]});
        }
        parts.regions = tableOf("image.regions");
        parts.words = tableOf("text.words");
        return true;
    }

    bool readPlaces(CorpusParts& parts) const {
        for (const auto& [name, list] :
             {std::pair<const char*, std::vector<std::int64_t>*>{"text.wordIds", &parts.wordIds},
              {"text.firstWord", &parts.firstWord}}) {
            const formats::TensorView* view = m_file->find(name);
            const auto values = view ? formats::toIntArray(*view, name) : Result<IntArray>();
            if (!view || !values)
                return false;
            list->assign(values->values().begin(), values->values().end());
        }
        return true;
    }

    static bool isSound(const CorpusParts& parts, std::int64_t pictures, std::int64_t texts) {
        const auto inside = [&](std::int64_t id) { return id >= 0 && id < parts.words.rows; };
        return !firstNonFiniteRow(parts.regions) && !firstNonFiniteRow(parts.words) &&
               parts.regions.rows == pictures * static_cast<std::int64_t>(parts.windows.size()) &&
               parts.words.rows == static_cast<std::int64_t>(parts.vocabulary.size()) &&
               static_cast<std::int64_t>(parts.firstWord.size()) == texts + 1 && parts.firstWord.front() == 0 &&
               std::ranges::is_sorted(parts.firstWord) &&
               parts.firstWord.back() == static_cast<std::int64_t>(parts.wordIds.size()) &&
               std::ranges::all_of(parts.wordIds, inside);
    }

    static void weigh(CorpusParts& parts, std::int64_t texts) {
        std::vector<std::int64_t> found(static_cast<std::size_t>(parts.words.rows), 0);
        std::vector<std::int64_t> lastText(found.size(), -1);
        for (std::int64_t text = 0; text < texts; ++text)
            for (const std::int64_t word : parts.wordsOf(text))
                if (std::exchange(lastText[static_cast<std::size_t>(word)], text) != text)
                    ++found[static_cast<std::size_t>(word)];
        for (const std::int64_t count : found)
            parts.wordWeights.push_back(
                std::log1p(static_cast<float>(texts) / static_cast<float>(std::max<std::int64_t>(count, 1))));
    }

    fs::path m_folder;
    std::shared_ptr<const formats::SafetensorsFile> m_file;
};

} // namespace

VectorTable CorpusParts::regionsOf(std::int64_t picture) const {
    const auto count = static_cast<std::int64_t>(windows.size());
    return {regions.values.subspan(static_cast<std::size_t>(picture * count * regions.width),
                                   static_cast<std::size_t>(count * regions.width)),
            count, regions.width};
}

std::span<const std::int64_t> CorpusParts::wordsOf(std::int64_t text) const {
    const auto first = static_cast<std::size_t>(firstWord[static_cast<std::size_t>(text)]);
    const auto last = static_cast<std::size_t>(firstWord[static_cast<std::size_t>(text) + 1]);
    return std::span(wordIds).subspan(first, last - first);
}

bool CorpusParts::haveWidth(std::int64_t width) const {
    return (regions.rows == 0 || regions.width == width) && (words.rows == 0 || words.width == width);
}

float CorpusParts::weightOf(const std::string& word) const {
    const auto known = vocabulary.find(word);
    if (known != vocabulary.end())
        return wordWeights[static_cast<std::size_t>(known->second)];
    return std::log1p(static_cast<float>(std::max<std::size_t>(firstWord.size(), 2) - 1));
}

Result<std::optional<CorpusParts>> readParts(const fs::path& folder, std::int64_t pictures, std::int64_t texts) {
    std::error_code ignored;
    if (!fs::exists(folder / partsFile, ignored))
        return std::optional<CorpusParts>();
    return PartsReader(folder).read(pictures, texts).map([](CorpusParts parts) {
        return std::optional(std::move(parts));
    });
}

PartsWriter::PartsWriter(fs::path folder, std::vector<Box> windows, std::int64_t width)
    : m_folder(std::move(folder))
    , m_windows(std::move(windows))
    , m_width(width)
    , m_pictures(keptEntries(m_folder / regionRows, static_cast<std::int64_t>(m_windows.size()) * width))
    , m_words(keptEntries(m_folder / wordRows, width)) {
}

std::vector<float> PartsWriter::usable(std::span<const float> vector) {
    auto unit = unitVector(vector, {});
    if (unit)
        return *std::move(unit);
    ++m_unusable;
    return std::vector<float>(vector.size(), 0.0f);
}

Result<void> PartsWriter::addRegions(std::span<const float> vectors) {
    const auto width = static_cast<std::size_t>(m_width);
    std::vector<float> units;
    for (std::size_t i = 0; i < m_windows.size(); ++i)
        std::ranges::copy(usable(vectors.subspan(i * width, width)), std::back_inserter(units));
    ++m_pictures;
    return appendVector(m_folder / regionRows, units);
}

Result<void> PartsWriter::addWord(std::span<const float> vector) {
    ++m_words;
    return appendVector(m_folder / wordRows, usable(vector));
}

Result<void> PartsWriter::finish(const std::vector<std::string>& vocabulary,
                                 const std::vector<std::vector<std::int64_t>>& texts) {
    ArrayMap arrays;
    std::vector<float> boxes;
    for (const Box& box : m_windows)
        for (const double edge : {box.x0, box.y0, box.x1, box.y1})
            boxes.push_back(static_cast<float>(edge));
    arrays["image.windows"] = FloatArray({static_cast<std::int64_t>(m_windows.size()), edges}, std::move(boxes));
    const std::int64_t regions = m_pictures * static_cast<std::int64_t>(m_windows.size());
    for (const auto& [name, file, rows] :
         {std::tuple{"image.regions", regionRows, regions}, std::tuple{"text.words", wordRows, m_words}}) {
        auto values = rows > 0 ? readVectors(m_folder / file, 0) : Result<std::vector<float>>();
        if (!values)
            return Failure(values.error());
        arrays[name] = FloatArray({rows, m_width}, *std::move(values));
    }
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> first{0};
    for (const std::vector<std::int64_t>& words : texts) {
        ids.insert(ids.end(), words.begin(), words.end());
        first.push_back(static_cast<std::int64_t>(ids.size()));
    }
    arrays["text.wordIds"] = listOf(std::move(ids));
    arrays["text.firstWord"] = listOf(std::move(first));
    std::string lines;
    for (const std::string& word : vocabulary)
        lines += word + '\n';
    const auto written = formats::writeFileAtomically(m_folder / vocabularyFile, lines).and_then([&] {
        return formats::writeSafetensors(m_folder / partsFile, arrays);
    });
    std::error_code ignored;
    if (written)
        for (const char* file : {regionRows, wordRows})
            fs::remove(m_folder / file, ignored);
    return written;
}

} // namespace triptych::embedding
