// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/sample_file.h"

#include <array>

#include "inference/formats/atomic_file.h"
#include "inference/formats/json.h"

namespace triptych::formats {

namespace fs = std::filesystem;

namespace {

struct ListKey {
    Modality modality;
    const char* key;
};

constexpr std::array listKeys{
    ListKey{Modality::Image, "images"},
    ListKey{Modality::Text, "texts"},
    ListKey{Modality::Audio, "audios"},
};

Result<fs::path> existingFile(const fs::path& folder, const std::string& name, const std::string& where) {
    const fs::path file = (folder / fs::path(name)).lexically_normal();
    std::error_code ignored;
    if (name.empty() || !fs::is_regular_file(file, ignored))
        return fail(ErrorCode::FileMissing, "The file \"" + file.string() + "\" does not exist. Correct its path.",
                    where);
    return file;
}

Result<void> readItems(const Json& json, const ListKey& list, const fs::path& folder, Sample& sample,
                       const std::string& where) {
    const auto entries = jsonMemberOr<std::vector<std::string>>(json, list.key, {}, where);
    if (!entries)
        return tl::make_unexpected(entries.error());
    for (const std::string& entry : *entries) {
        if (list.modality == Modality::Text) {
            sample.items.push_back({Modality::Text, entry, {}});
            continue;
        }
        auto file = existingFile(folder, entry, where);
        if (!file)
            return tl::make_unexpected(file.error());
        sample.items.push_back({list.modality, {}, std::move(*file)});
    }
    return {};
}

Result<void> readOptions(const Json& json, Sample& sample, const std::string& where) {
    const auto options = json.find("options");
    if (options == json.end() || options->is_null())
        return {};
    if (!options->is_object())
        return fail(ErrorCode::BadFormat, "\"options\" is not an object of numbers.", where);
    for (const auto& [name, value] : options->items()) {
        const auto number = jsonValue<double>(value, where + " \"options\" \"" + name + "\"");
        if (!number)
            return tl::make_unexpected(number.error());
        sample.options.emplace(name, *number);
    }
    return {};
}

Result<void> readRegions(const Json& json, const fs::path& folder, Sample& sample, const std::string& where) {
    const auto regions = jsonMemberOr<std::string>(json, "regions", {}, where);
    if (!regions)
        return tl::make_unexpected(regions.error());
    if (regions->empty())
        return {};
    return existingFile(folder, *regions, where).map([&](fs::path file) { sample.regions = std::move(file); });
}

std::string relativeName(const fs::path& file, const fs::path& folder) {
    const fs::path relative =
        fs::absolute(file).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal());
    const bool inside = !relative.empty() && *relative.begin() != "..";
    return inside ? relative.generic_string() : fs::absolute(file).generic_string();
}

} // namespace

Result<Sample> parseSample(std::string_view text, const fs::path& folder, const std::string& where) {
    const auto json = parseJson(text, where);
    if (!json)
        return tl::make_unexpected(json.error());
    if (!json->is_object())
        return fail(ErrorCode::BadFormat, "A sample is a JSON object with \"images\", \"texts\" and \"audios\".",
                    where);
    Sample sample;
    auto id = jsonMemberOr<std::string>(*json, "id", {}, where);
    if (!id)
        return tl::make_unexpected(id.error());
    sample.id = std::move(*id);
    Result<void> read;
    for (const ListKey& list : listKeys)
        read = read.and_then([&] { return readItems(*json, list, folder, sample, where); });
    read = read.and_then([&] { return readRegions(*json, folder, sample, where); }).and_then([&] {
        return readOptions(*json, sample, where);
    });
    if (!read)
        return tl::make_unexpected(read.error());
    if (sample.items.empty() && sample.regions.empty())
        return fail(ErrorCode::InvalidInput,
                    "The sample is empty. Give at least one of \"images\", \"texts\" and \"audios\".", where);
    return sample;
}

Result<Sample> readSampleFile(const fs::path& file) {
    constexpr std::uint64_t maxBytes = 10'000'000;
    const auto text = readTextFile(file, maxBytes);
    if (!text)
        return tl::make_unexpected(text.error());
    auto sample = parseSample(*text, file.parent_path(), file.string());
    if (sample && sample->id.empty())
        sample->id = file.stem().string();
    return sample;
}

Result<void> writeSampleFile(const fs::path& file, const Sample& sample) {
    const fs::path folder = file.parent_path();
    nlohmann::ordered_json json;
    json["id"] = sample.id;
    for (const ListKey& list : listKeys)
        for (const SampleItem& item : sample.of(list.modality))
            json[list.key].push_back(item.modality == Modality::Text ? item.text : relativeName(item.file, folder));
    if (!sample.regions.empty())
        json["regions"] = relativeName(sample.regions, folder);
    if (!sample.options.empty())
        json["options"] = sample.options;
    try {
        return writeFileAtomically(file, json.dump(2) + "\n");
    } catch (const Json::exception&) {
        return fail(ErrorCode::InvalidInput, "A text or a file name of the sample is not valid UTF-8.", file.string());
    }
}

} // namespace triptych::formats
