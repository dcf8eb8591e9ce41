// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program/manifest.h"

#include <algorithm>
#include <array>

#include "inference/contract/trace_name.h"

namespace triptych::models::program {

namespace {

constexpr int knownFormat = 1;
constexpr std::size_t mostOutputs = 10'000;

struct Argument {
    std::string_view name;
    Modality modality;
};
constexpr std::array arguments{
    Argument{"pixel_values", Modality::Image},   Argument{"input_ids", Modality::Text},
    Argument{"attention_mask", Modality::Text},  Argument{"token_type_ids", Modality::Text},
    Argument{"audio_features", Modality::Audio},
};

const Argument* findArgument(std::string_view name) {
    const auto found = std::ranges::find(arguments, name, &Argument::name);
    return found == arguments.end() ? nullptr : &*found;
}

// The entry's items, or none with an error noted.
const formats::Json& listOf(const ConfigView& config, const std::string& key) {
    static const formats::Json none = formats::Json::array();
    const auto found = config.json().find(key);
    const bool isList = found != config.json().end() && found->is_array() && !found->empty();
    config.require(isList, "The list \"" + key + "\" is missing or empty.");
    return isList ? *found : none;
}

// Of one item of a list; errors are noted in the whole document.
ConfigView itemOf(const ConfigView& config, const formats::Json& item, const std::string& what) {
    const std::string key = "item";
    config.require(item.is_object(), what + " is not an object.");
    return ConfigView(formats::Json{{key, item}}, config.where()).section(key);
}

void adopt(const ConfigView& config, const ConfigView& item) {
    if (const auto error = item.error())
        config.require(false, error->detail);
}

Output readOutput(const ConfigView& config, const formats::Json& entry) {
    const ConfigView item = itemOf(config, entry, "An entry of \"outputs\"");
    Output output;
    output.name = item.text("name", "");
    item.require(!output.name.empty(), "An entry of \"outputs\" has no \"name\".");
    if (parseAttentionName(output.name)) {
        output.query = item.text("query", "");
        output.key = item.text("key", "");
        output.heads = item.size("heads", 1);
        item.require(!output.query.empty() && !output.key.empty(),
                     "\"" + output.name +
                         "\" needs \"query\" and \"key\", the streams whose tokens look and are "
                         "looked at.");
    } else {
        item.require(!item.has("query") && !output.name.ends_with("attention"),
                     "\"" + output.name +
                         "\" is no name of an attention map; write <tower>.layers.<n>.attention or "
                         "<tower>.layers.<n>.cross_attention.");
    }
    adopt(config, item);
    return output;
}

std::vector<Output> readOutputs(const ConfigView& config) {
    std::vector<Output> outputs;
    const formats::Json& list = listOf(config, "outputs");
    config.require(list.size() <= mostOutputs, "\"outputs\" lists more than 10000 tensors.");
    for (const formats::Json& entry : list) {
        outputs.push_back(readOutput(config, entry));
        config.require(std::ranges::count(outputs, outputs.back().name, &Output::name) == 1,
                       "\"outputs\" names \"" + outputs.back().name + "\" twice.");
        if (config.error())
            break;
    }
    return outputs;
}

Segment readSegment(const ConfigView& config, const formats::Json& entry, const std::string& stream) {
    const ConfigView item = itemOf(config, entry, "A segment of the stream \"" + stream + "\"");
    Segment segment;
    const std::string modality = item.text("modality", "");
    const auto known = modalityFromString(modality);
    item.require(known.has_value(), "A segment of the stream \"" + stream + "\" has the modality \"" + modality +
                                        "\"; write image, text or audio.");
    segment.modality = known.value_or(Modality::Text);
    segment.skip = item.integer("skip", 0);
    item.require(segment.skip >= 0 && segment.skip < 1 << 20, "\"skip\" of the stream \"" + stream + "\" is negative.");
    adopt(config, item);
    return segment;
}

void readReadout(const ConfigView& config, const std::string& name, Stream& stream) {
    const auto read = config.json().find("read");
    if (read == config.json().end() || read->is_null())
        return;
    if (read->is_number_integer())
        stream.read = config.integer("read", 0);
    else if (*read == "end_of_text")
        stream.read = ReadAt::EndOfText;
    else if (*read == "mean")
        stream.read = ReadAt::Mean;
    else
        config.require(false, "\"read\" of the stream \"" + name +
                                  "\" is neither a position nor \"end_of_text\" or \"mean\".");
}

std::map<std::string, Stream> readStreams(const ConfigView& config) {
    std::map<std::string, Stream> streams;
    const ConfigView section = config.section("streams");
    for (const auto& [name, value] : section.json().items()) {
        const ConfigView entry = section.section(name);
        Stream stream;
        if (entry.has("segments"))
            for (const formats::Json& segment : listOf(entry, "segments"))
                stream.segments.push_back(readSegment(config, segment, name));
        readReadout(entry, name, stream);
        streams.emplace(name, std::move(stream));
    }
    return streams;
}

// What no single entry shows.
void checkWhole(const ConfigView& config, const Manifest& manifest) {
    for (const std::string& input : manifest.inputs)
        config.require(findArgument(input) != nullptr, "The input \"" + input +
                                                           "\" is not known; forward may take pixel_values, input_ids, "
                                                           "attention_mask, token_type_ids and audio_features.");
    const bool isPlain = std::filesystem::path(manifest.program).filename() == manifest.program &&
                         manifest.program != "." && manifest.program != "..";
    config.require(isPlain, "\"program\" must be the name of a file in the same folder.");
    bool hasMaps = false;
    for (const Output& output : manifest.outputs)
        for (const std::string* stream : {&output.query, &output.key}) {
            hasMaps = hasMaps || output.isAttention();
            config.require(stream->empty() || manifest.streams.contains(*stream),
                           "\"" + output.name + "\" names the stream \"" + *stream +
                               "\", which \"streams\" does not describe.");
        }
    const bool isRead = std::ranges::any_of(
        manifest.streams, [](const auto& entry) { return !std::holds_alternative<std::monostate>(entry.second.read); });
    config.require(!hasMaps || isRead, "No entry of \"streams\" says by \"read\" where the score is read.");
}

} // namespace

bool Manifest::takes(std::string_view input) const {
    return std::ranges::find(inputs, input) != inputs.end();
}

bool Manifest::returns(std::string_view output) const {
    return std::ranges::find(outputs, output, &Output::name) != outputs.end();
}

std::vector<Modality> Manifest::modalities() const {
    std::vector<Modality> found;
    for (const Modality modality : {Modality::Image, Modality::Text, Modality::Audio})
        if (std::ranges::any_of(inputs, [&](const std::string& input) {
                const Argument* argument = findArgument(input);
                return argument != nullptr && argument->modality == modality;
            }))
            found.push_back(modality);
    return found;
}

std::map<std::string, TowerDescriptor> Manifest::towers() const {
    std::map<std::string, TowerDescriptor> towers;
    for (const Output& output : outputs)
        if (const auto name = parseAttentionName(output.name)) {
            TowerDescriptor& tower = towers[name->tower];
            tower.layers = std::max(tower.layers, name->layer + 1);
            tower.heads = std::max(tower.heads, output.heads);
        }
    return towers;
}

Result<Manifest> readManifest(const std::filesystem::path& file) {
    const auto json = formats::readJsonFile(file);
    if (!json)
        return Failure(json.error());
    if (!json->is_object())
        return fail(ErrorCode::BadFormat, "The manifest is not a JSON object.", file.string());
    const ConfigView config(*json, file.string());
    const int format = config.integer("format", 0);
    config.require(format == knownFormat, "\"format\" is " + std::to_string(format) + "; this program reads " +
                                              std::to_string(knownFormat) + ". Export the model again.");
    Manifest manifest{config.text("name", ""),
                      config.text("program", "model.pt"),
                      {},
                      readOutputs(config),
                      readStreams(config),
                      config.section("image"),
                      config.section("text"),
                      config.section("audio")};
    for (const formats::Json& input : listOf(config, "inputs")) {
        config.require(input.is_string(), "An entry of \"inputs\" is not a name.");
        if (input.is_string())
            manifest.inputs.push_back(input.get<std::string>());
    }
    checkWhole(config, manifest);
    if (const auto error = config.error())
        return Failure(*error);
    return manifest;
}

} // namespace triptych::models::program
