// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sample_file.h"

#include "inference/formats/json.h"

namespace triptych::cli {

namespace {

using Strings = std::vector<std::string>;

Result<std::map<std::string, double>> readOptions(const formats::Json& document, const std::string& where) {
    std::map<std::string, double> options;
    const auto found = document.find("options");
    if (found == document.end())
        return options;
    if (!found->is_object())
        return fail(ErrorCode::BadFormat, "options must be an object of numbers.", where);
    for (const auto& [name, value] : found->items()) {
        const auto number = formats::jsonValue<double>(value, where + ", options." + name);
        if (!number)
            return Failure(number.error());
        options[name] = *number;
    }
    return options;
}

} // namespace

Result<Sample> readSampleFile(const std::filesystem::path& file) {
    const std::string where = file.string();
    const auto document = formats::readJsonFile(file);
    if (!document)
        return Failure(document.error());
    if (!document->is_object())
        return fail(ErrorCode::BadFormat, "A sample file holds one JSON object with images, texts and audios.", where);

    Sample sample;
    sample.id =
        formats::jsonMemberOr<std::string>(*document, "id", file.stem().string(), where).value_or(file.stem().string());
    for (const auto& [key, modality] :
         {std::pair{"images", Modality::Image}, {"texts", Modality::Text}, {"audios", Modality::Audio}}) {
        const auto items = formats::jsonMemberOr<Strings>(*document, key, {}, where);
        if (!items)
            return Failure(items.error());
        for (const std::string& item : *items) {
            const bool isText = modality == Modality::Text;
            sample.items.push_back({modality, isText ? item : "", isText ? "" : file.parent_path() / item});
        }
    }
    const auto regions = formats::jsonMemberOr<std::string>(*document, "regions", "", where);
    if (!regions)
        return Failure(regions.error());
    if (!regions->empty())
        sample.regions = file.parent_path() / *regions;
    auto options = readOptions(*document, where);
    if (!options)
        return Failure(options.error());
    sample.options = std::move(*options);
    return sample;
}

} // namespace triptych::cli
