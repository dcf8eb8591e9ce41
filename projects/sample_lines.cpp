// SPDX-License-Identifier: GPL-3.0-or-later
#include "projects/sample_lines.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonParseError>

#include "projects/json_reader.h"

namespace triptych::projects {

namespace {

namespace fs = std::filesystem;

// A sample file is text by people and programs; more than this is something else.
constexpr qint64 maximumBytes = 64 << 20;

fs::path resolve(const fs::path& folder, const std::string& path) {
    return (folder / fs::path(path)).lexically_normal();
}

std::string relativeTo(const fs::path& folder, const fs::path& path) {
    const fs::path relative = path.lexically_relative(folder);
    const bool below = !relative.empty() && *relative.begin() != "..";
    return (below ? relative : path).generic_string();
}

QString fromStd(const std::string& text) {
    return QString::fromStdString(text);
}

TruthObject readObject(const QJsonObject& object, const std::string& where, std::optional<Error>& error) {
    JsonReader reader(object, where);
    TruthObject truth{reader.integer("number"), reader.text("shape"), reader.text("color"), reader.text("size"),
                      reader.text("fill")};
    if (!error)
        error = reader.error();
    return truth;
}

Mention readMention(const QJsonObject& object, const std::string& where, std::optional<Error>& error) {
    JsonReader reader(object, where);
    Mention mention;
    const bool spoken = reader.has("audio");
    mention.modality = spoken ? Modality::Audio : Modality::Text;
    mention.item = reader.integer(spoken ? "audio" : "text");
    mention.objects = reader.integers("objects");
    const char* range = spoken ? "ms" : "chars";
    const QJsonArray ends = reader.array(range);
    if (ends.size() != 2)
        reader.fail(range, "a list of two numbers");
    if (spoken) {
        mention.fromMs = ends.at(0).toDouble();
        mention.toMs = ends.at(1).toDouble();
    } else {
        mention.chars = {ends.at(0).toInteger(), ends.at(1).toInteger()};
    }
    if (!error)
        error = reader.error();
    return mention;
}

HardNegative readNegative(const QJsonObject& object, const fs::path& folder, const std::string& where,
                          std::optional<Error>& error) {
    JsonReader reader(object, where);
    HardNegative negative{reader.text("changed"), reader.text("lang"), reader.text("text"), {}, {}};
    if (const auto image = reader.optionalText("image"))
        negative.image = resolve(folder, *image);
    if (reader.has("of"))
        negative.of = reader.integer("of");
    if (!error)
        error = reader.error();
    return negative;
}

QJsonObject writeNegative(const HardNegative& negative, const fs::path& folder) {
    QJsonObject object{{QLatin1String("changed"), fromStd(negative.changed)}};
    if (!negative.language.empty())
        object.insert(QLatin1String("lang"), fromStd(negative.language));
    if (!negative.text.empty())
        object.insert(QLatin1String("text"), fromStd(negative.text));
    if (negative.of)
        object.insert(QLatin1String("of"), *negative.of);
    if (!negative.image.empty())
        object.insert(QLatin1String("image"), fromStd(relativeTo(folder, negative.image)));
    return object;
}

Result<std::optional<Truth>> readTruth(JsonReader& reader, const fs::path& folder, const std::string& where) {
    if (!reader.has("objects") && !reader.has("masks"))
        return std::nullopt;
    Truth truth;
    if (const auto mask = reader.optionalText("masks"))
        truth.mask = resolve(folder, *mask);
    std::optional<Error> error;
    for (const QJsonObject& object : reader.objects("objects"))
        truth.objects.push_back(readObject(object, where, error));
    for (const QJsonObject& object : reader.objects("mentions"))
        truth.mentions.push_back(readMention(object, where, error));
    for (const QJsonObject& object : reader.objects("negatives"))
        truth.negatives.push_back(readNegative(object, folder, where, error));
    if (error)
        return tl::unexpected(*error);
    return truth;
}

void readSpokenText(JsonReader& reader, SampleEntry& entry) {
    for (const QJsonValue& element : reader.array("spokenText")) {
        if (element.isDouble())
            entry.spokenText.emplace_back(element.toInt());
        else if (element.isNull())
            entry.spokenText.emplace_back(std::nullopt);
        else
            reader.fail("spokenText", "a list of numbers or nulls");
    }
}

QJsonObject writeMention(const Mention& mention) {
    const bool spoken = mention.modality == Modality::Audio;
    QJsonArray objects;
    for (const int number : mention.objects)
        objects.append(number);
    QJsonObject object{{QLatin1String(spoken ? "audio" : "text"), mention.item}, {QLatin1String("objects"), objects}};
    if (spoken)
        object.insert(QLatin1String("ms"), QJsonArray{mention.fromMs, mention.toMs});
    else
        object.insert(QLatin1String("chars"),
                      QJsonArray{static_cast<qint64>(mention.chars.from), static_cast<qint64>(mention.chars.to)});
    return object;
}

void writeTruth(const Truth& truth, const fs::path& folder, QJsonObject& object) {
    QJsonArray objects;
    for (const TruthObject& known : truth.objects)
        objects.append(QJsonObject{{QLatin1String("number"), known.number},
                                   {QLatin1String("shape"), fromStd(known.shape)},
                                   {QLatin1String("color"), fromStd(known.colour)},
                                   {QLatin1String("size"), fromStd(known.size)},
                                   {QLatin1String("fill"), fromStd(known.fill)}});
    QJsonArray mentions;
    for (const Mention& mention : truth.mentions)
        mentions.append(writeMention(mention));
    object.insert(QLatin1String("objects"), objects);
    object.insert(QLatin1String("mentions"), mentions);
    QJsonArray negatives;
    for (const HardNegative& negative : truth.negatives)
        negatives.append(writeNegative(negative, folder));
    if (!negatives.isEmpty())
        object.insert(QLatin1String("negatives"), negatives);
    if (!truth.mask.empty())
        object.insert(QLatin1String("masks"), fromStd(relativeTo(folder, truth.mask)));
}

Result<SampleEntry> readLine(const QByteArray& line, const fs::path& folder, const std::string& where) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(line, &problem);
    if (!document.isObject())
        return fail(ErrorCode::BadFormat,
                    "This is not a JSON object (" + problem.errorString().toStdString() +
                        "); a sample looks like {\"images\": [\"a.png\"], \"texts\": [\"a red ring\"]}.",
                    where);
    return readSample(document.object(), folder, where);
}

} // namespace

Result<SampleEntry> readSample(const QJsonObject& object, const fs::path& folder, const std::string& where) {
    JsonReader reader(object, where);
    SampleEntry entry;
    entry.sample.id = reader.text("id");
    for (const std::string& image : reader.texts("images"))
        entry.sample.items.push_back({Modality::Image, {}, resolve(folder, image)});
    for (const std::string& text : reader.texts("texts"))
        entry.sample.items.push_back({Modality::Text, text, {}});
    for (const std::string& audio : reader.texts("audios"))
        entry.sample.items.push_back({Modality::Audio, {}, resolve(folder, audio)});
    if (const auto regions = reader.optionalText("regions"))
        entry.sample.regions = resolve(folder, *regions);
    const QJsonObject options = reader.object("options");
    for (auto option = options.begin(); option != options.end(); ++option) {
        if (!option->isDouble())
            reader.fail("options", "an object of numbers");
        entry.sample.options.emplace(option.key().toStdString(), option->toDouble());
    }
    entry.languages = reader.texts("languages");
    readSpokenText(reader, entry);
    auto truth = readTruth(reader, folder, where);
    if (!truth)
        return tl::unexpected(truth.error());
    entry.truth = std::move(*truth);
    if (reader.error())
        return tl::unexpected(*reader.error());
    if (entry.sample.items.empty() && entry.sample.regions.empty())
        return fail(ErrorCode::InvalidInput,
                    "The sample has no image, text or sound; give at least one of \"images\", \"texts\", \"audios\".",
                    where);
    return entry;
}

QJsonObject writeSample(const SampleEntry& entry, const fs::path& folder) {
    QJsonObject object;
    if (!entry.sample.id.empty())
        object.insert(QLatin1String("id"), fromStd(entry.sample.id));
    const auto list = [&](Modality modality, const char* key) {
        QJsonArray array;
        for (const SampleItem& item : entry.sample.of(modality))
            array.append(fromStd(modality == Modality::Text ? item.text : relativeTo(folder, item.file)));
        if (!array.isEmpty())
            object.insert(QLatin1String(key), array);
    };
    list(Modality::Image, "images");
    list(Modality::Text, "texts");
    list(Modality::Audio, "audios");
    if (!entry.sample.regions.empty())
        object.insert(QLatin1String("regions"), fromStd(relativeTo(folder, entry.sample.regions)));
    QJsonObject options;
    for (const auto& [name, value] : entry.sample.options)
        options.insert(fromStd(name), value);
    if (!options.isEmpty())
        object.insert(QLatin1String("options"), options);
    QJsonArray languages;
    for (const std::string& language : entry.languages)
        languages.append(fromStd(language));
    if (!languages.isEmpty())
        object.insert(QLatin1String("languages"), languages);
    QJsonArray spoken;
    for (const auto& text : entry.spokenText)
        spoken.append(text ? QJsonValue(*text) : QJsonValue());
    if (!spoken.isEmpty())
        object.insert(QLatin1String("spokenText"), spoken);
    if (entry.truth)
        writeTruth(*entry.truth, folder, object);
    return object;
}

Result<std::vector<SampleEntry>> readSampleFile(const fs::path& path) {
    QFile file(QString::fromStdString(path.string()));
    if (!file.exists())
        return fail(ErrorCode::FileMissing, "There is no such file; choose another one.", path.string());
    if (file.size() > maximumBytes)
        return fail(ErrorCode::BadFormat, "The file is larger than 64 MiB and cannot be a list of samples.",
                    path.string());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileMissing,
                    "The file cannot be read (" + file.errorString().toStdString() + "); check its permissions.",
                    path.string());
    const fs::path folder = fs::absolute(path).parent_path();
    const QByteArray content = file.readAll();
    const bool byLine = path.extension() == ".jsonl";
    std::vector<SampleEntry> entries;
    int number = 0;
    for (const QByteArray& line : byLine ? content.split('\n') : QList<QByteArray>{content}) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const std::string where = path.string() + (byLine ? ", line " + std::to_string(number) : "");
        auto entry = readLine(line, folder, where);
        if (!entry)
            return tl::unexpected(entry.error());
        if (entry->sample.id.empty())
            entry->sample.id = path.stem().string() + (byLine ? " " + std::to_string(number) : "");
        entries.push_back(std::move(*entry));
    }
    if (entries.empty())
        return fail(ErrorCode::BadFormat, "The file holds no sample; choose another one.", path.string());
    return entries;
}

} // namespace triptych::projects
