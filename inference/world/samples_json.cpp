// SPDX-License-Identifier: GPL-3.0-or-later
// One sample as one line of JSON. Keys are those of the command line's contract.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "inference/formats/json.h"
#include "inference/world/samples_file.h"

namespace triptych::world {

namespace {

using formats::Json;
using Ordered = nlohmann::ordered_json;
using Path = std::filesystem::path;

std::string relativeTo(const Path& file, const Path& folder) {
    return folder.empty() || file.is_relative() != folder.is_relative()
               ? file.generic_string()
               : file.lexically_relative(folder).generic_string();
}

Ordered optionalIndex(const std::optional<int>& index) {
    return index ? Ordered(*index) : Ordered(nullptr);
}

Ordered toJson(const LabelledObject& object) {
    return {{"number", object.number}, {"shape", object.shape}, {"color", object.colour},
            {"size", object.size},     {"fill", object.fill},   {"box", object.box}};
}

Ordered toJson(const LabelledMention& mention) {
    Ordered json;
    if (mention.text) {
        json["text"] = *mention.text;
        json["chars"] = {mention.chars.from, mention.chars.to};
    } else {
        json["audio"] = optionalIndex(mention.audio);
        json["ms"] = {mention.fromMs, mention.toMs};
    }
    json["objects"] = mention.objects;
    return json;
}

Ordered toJson(const LabelledNegative& negative, const Path& folder) {
    Ordered json;
    if (negative.image.empty())
        json["text"] = negative.text;
    else
        json["image"] = relativeTo(negative.image, folder);
    json["lang"] = negative.language;
    json["changed"] = negative.changed;
    if (negative.of)
        json["of"] = *negative.of;
    return json;
}

template<typename T, typename... More>
void addList(Ordered& json, const char* key, const std::vector<T>& values, const More&... more) {
    if (values.empty())
        return;
    Ordered& list = json[key] = Ordered::array();
    for (const T& value : values)
        list.push_back(toJson(value, more...));
}

void addFiles(Ordered& json, const char* key, const std::vector<Path>& files, const Path& folder) {
    if (files.empty())
        return;
    Ordered& list = json[key] = Ordered::array();
    for (const Path& file : files)
        list.push_back(relativeTo(file, folder));
}

// Reads members until one is wrong; then every further read does nothing.
class Reader {
public:
    explicit Reader(std::string where)
        : m_where(std::move(where)) {}

    template<typename T>
    T member(const Json& object, const char* key, T fallback = {}) {
        if (m_error)
            return fallback;
        Result<T> value = formats::jsonMemberOr<T>(object, key, fallback, m_where);
        if (!value) {
            m_error = value.error();
            return fallback;
        }
        return *std::move(value);
    }

    // The elements of an array of objects; none where it is absent.
    std::vector<Json> objects(const Json& parent, const char* key) {
        const Json& list = array(parent, key);
        for (const Json& element : list) {
            if (!element.is_object())
                refuse(std::string("'") + key + "' must be a list of objects.");
        }
        return m_error ? std::vector<Json>{} : std::vector<Json>(list.begin(), list.end());
    }

    // A pair of numbers.
    std::pair<double, double> range(const Json& parent, const char* key) {
        const auto values = member<std::vector<double>>(parent, key);
        if (values.size() == 2 && values[0] <= values[1])
            return {values[0], values[1]};
        refuse(std::string("'") + key + "' must be [from, to] with from <= to.");
        return {};
    }

    std::optional<int> index(const Json& value, const char* key) {
        if (value.is_null())
            return std::nullopt;
        const Result<int> number = formats::jsonValue<int>(value, m_where);
        if (!number || *number < 0)
            refuse(std::string("'") + key + "' must be an index from 0 or null.");
        return number ? *number : 0;
    }

    const Json& array(const Json& parent, const char* key) {
        static const Json none = Json::array();
        const auto found = parent.find(key);
        if (m_error || found == parent.end() || found->is_null())
            return none;
        if (found->is_array())
            return *found;
        refuse(std::string("'") + key + "' must be a list.");
        return none;
    }

    void refuse(std::string detail) {
        if (!m_error)
            m_error = Error{ErrorCode::BadFormat, std::move(detail), m_where};
    }

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    std::string m_where;
    std::optional<Error> m_error;
};

std::vector<Path> files(Reader& reader, const Json& json, const char* key, const Path& folder) {
    std::vector<Path> found;
    for (const std::string& name : reader.member<std::vector<std::string>>(json, key))
        found.push_back(folder / Path(name));
    return found;
}

LabelledObject readObject(Reader& reader, const Json& json) {
    LabelledObject object;
    object.number = reader.member<int>(json, "number");
    object.shape = reader.member<std::string>(json, "shape");
    object.colour = reader.member<std::string>(json, "color");
    object.size = reader.member<std::string>(json, "size");
    object.fill = reader.member<std::string>(json, "fill");
    const auto box = reader.member<std::vector<int>>(json, "box");
    if (box.size() == object.box.size())
        std::copy(box.begin(), box.end(), object.box.begin());
    else if (!box.empty())
        reader.refuse("'box' must be [left, top, right, bottom].");
    return object;
}

LabelledMention readMention(Reader& reader, const Json& json) {
    LabelledMention mention;
    mention.objects = reader.member<std::vector<int>>(json, "objects");
    mention.text = reader.index(json.value("text", Json()), "text");
    mention.audio = reader.index(json.value("audio", Json()), "audio");
    if (mention.text.has_value() == mention.audio.has_value()) {
        reader.refuse("A mention must name either a 'text' or an 'audio'.");
    } else if (mention.text) {
        const auto [from, to] = reader.range(json, "chars");
        mention.chars = {static_cast<std::int64_t>(from), static_cast<std::int64_t>(to)};
    } else {
        std::tie(mention.fromMs, mention.toMs) = reader.range(json, "ms");
    }
    return mention;
}

LabelledNegative readNegative(Reader& reader, const Json& json, const Path& folder) {
    LabelledNegative negative;
    negative.text = reader.member<std::string>(json, "text");
    const auto image = reader.member<std::string>(json, "image");
    if (!image.empty())
        negative.image = folder / Path(image);
    negative.language = reader.member<std::string>(json, "lang");
    negative.changed = reader.member<std::string>(json, "changed");
    negative.of = reader.index(json.value("of", Json()), "of");
    if (negative.text.empty() == negative.image.empty())
        reader.refuse("A negative must be either a 'text' or an 'image'.");
    return negative;
}

void checkReferences(Reader& reader, const LabelledSample& sample) {
    const auto inside = [](const std::optional<int>& index, std::size_t count) {
        return !index || static_cast<std::size_t>(*index) < count;
    };
    for (const LabelledMention& mention : sample.mentions) {
        if (!inside(mention.text, sample.texts.size()) || !inside(mention.audio, sample.audios.size()))
            reader.refuse("A mention names a text or sound that the line does not have.");
    }
    for (const std::optional<int>& spoken : sample.spokenText) {
        if (!inside(spoken, sample.texts.size()))
            reader.refuse("'spokenText' names a text that the line does not have.");
    }
    for (const LabelledNegative& negative : sample.negatives) {
        if (!inside(negative.of, sample.texts.size()))
            reader.refuse("A negative changes a text that the line does not have.");
    }
    if (sample.images.empty() && sample.texts.empty() && sample.audios.empty())
        reader.refuse("The line has no image, text or sound; give at least one of 'images', 'texts', 'audios'.");
}

} // namespace

std::string toJsonLine(const LabelledSample& sample, const Path& folder) {
    Ordered json;
    json["id"] = sample.id;
    addFiles(json, "images", sample.images, folder);
    if (!sample.mask.empty())
        json["masks"] = relativeTo(sample.mask, folder);
    addList(json, "objects", sample.objects);
    if (!sample.texts.empty())
        json["texts"] = sample.texts;
    if (!sample.languages.empty())
        json["languages"] = sample.languages;
    addFiles(json, "audios", sample.audios, folder);
    for (const std::optional<int>& spoken : sample.spokenText)
        json["spokenText"].push_back(optionalIndex(spoken));
    if (!sample.transcripts.empty())
        json["transcripts"] = sample.transcripts;
    addList(json, "mentions", sample.mentions);
    addList(json, "negatives", sample.negatives, folder);
    return json.dump();
}

Result<LabelledSample> parseSample(std::string_view line, const Path& folder, const std::string& where) {
    const Result<Json> json = formats::parseJson(line, where);
    if (!json)
        return Failure(json.error());
    if (!json->is_object())
        return fail(ErrorCode::BadFormat, "A line must be a JSON object.", where);
    Reader reader(where);
    LabelledSample sample;
    sample.id = reader.member<std::string>(*json, "id");
    sample.images = files(reader, *json, "images", folder);
    const auto mask = reader.member<std::string>(*json, "masks");
    if (!mask.empty())
        sample.mask = folder / Path(mask);
    for (const Json& object : reader.objects(*json, "objects"))
        sample.objects.push_back(readObject(reader, object));
    sample.texts = reader.member<std::vector<std::string>>(*json, "texts");
    sample.languages = reader.member<std::vector<std::string>>(*json, "languages");
    sample.audios = files(reader, *json, "audios", folder);
    for (const Json& spoken : reader.array(*json, "spokenText"))
        sample.spokenText.push_back(reader.index(spoken, "spokenText"));
    sample.transcripts = reader.member<std::vector<std::string>>(*json, "transcripts");
    for (const Json& mention : reader.objects(*json, "mentions"))
        sample.mentions.push_back(readMention(reader, mention));
    for (const Json& negative : reader.objects(*json, "negatives"))
        sample.negatives.push_back(readNegative(reader, negative, folder));
    checkReferences(reader, sample);
    if (reader.error())
        return Failure(*reader.error());
    return sample;
}

} // namespace triptych::world
