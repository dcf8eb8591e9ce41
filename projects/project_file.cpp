// SPDX-License-Identifier: GPL-3.0-or-later
#include "projects/project_file.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include "projects/json_reader.h"
#include "projects/migration.h"
#include "projects/sample_lines.h"

namespace triptych::projects {

namespace {

namespace fs = std::filesystem;

QJsonObject writeMap(const std::map<std::string, std::string>& values) {
    QJsonObject object;
    for (const auto& [name, value] : values)
        object.insert(QString::fromStdString(name), QString::fromStdString(value));
    return object;
}

std::map<std::string, std::string> readMap(JsonReader& reader, const char* key) {
    std::map<std::string, std::string> values;
    const QJsonObject object = reader.object(key);
    for (auto field = object.begin(); field != object.end(); ++field) {
        if (!field->isString())
            reader.fail(key, "an object of texts");
        values.emplace(field.key().toStdString(), field->toString().toStdString());
    }
    return values;
}

// A model folder below the project's own moves with it: "./models/clip". Other folders are absolute, and names of
// built-in models have no slash.
std::string portableModel(const std::string& model, const fs::path& folder) {
    const fs::path path(model);
    if (!path.is_absolute())
        return model;
    const fs::path relative = path.lexically_relative(folder);
    if (relative.empty() || *relative.begin() == "..")
        return model;
    return "./" + relative.generic_string();
}

std::string localModel(const std::string& model, const fs::path& folder) {
    return model.starts_with("./") ? (folder / model.substr(2)).lexically_normal().string() : model;
}

QJsonObject writeSettings(const ProjectSettings& settings, const fs::path& folder) {
    QJsonArray interventions;
    for (const std::string& line : settings.interventions)
        interventions.append(QString::fromStdString(line));
    return {{QLatin1String("model"), QString::fromStdString(portableModel(settings.model, folder))},
            {QLatin1String("program"), QString::fromStdString(settings.program)},
            {QLatin1String("target"), QString::fromStdString(settings.target)},
            {QLatin1String("method"), QString::fromStdString(settings.method)},
            {QLatin1String("parameters"), writeMap(settings.parameters)},
            {QLatin1String("display"), writeMap(settings.display)},
            {QLatin1String("interventions"), interventions}};
}

Result<ProjectSettings> readSettings(const QJsonObject& object, const fs::path& folder, const std::string& where) {
    JsonReader reader(object, where);
    ProjectSettings settings;
    settings.model = localModel(reader.text("model", settings.model), folder);
    settings.program = reader.text("program", settings.program);
    settings.target = reader.text("target", settings.target);
    settings.method = reader.text("method", settings.method);
    settings.parameters = readMap(reader, "parameters");
    settings.display = readMap(reader, "display");
    settings.interventions = reader.texts("interventions");
    if (reader.error())
        return tl::unexpected(*reader.error());
    return settings;
}

} // namespace

QByteArray toJson(const Project& project, const fs::path& folder) {
    QJsonArray samples;
    for (const SampleEntry& entry : project.samples)
        samples.append(writeSample(entry, folder));
    const QJsonObject document{{QLatin1String("format"), QLatin1String("triptych-project")},
                               {QLatin1String("version"), projectVersion},
                               {QLatin1String("name"), QString::fromStdString(project.name)},
                               {QLatin1String("samples"), samples},
                               {QLatin1String("currentSample"), QString::fromStdString(project.currentSample)},
                               {QLatin1String("settings"), writeSettings(project.settings, folder)}};
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

Result<Project> fromJson(const QByteArray& json, const fs::path& folder, const std::string& where) {
    QJsonParseError problem;
    const QJsonDocument parsed = QJsonDocument::fromJson(json, &problem);
    if (!parsed.isObject())
        return fail(ErrorCode::BadFormat,
                    "The file is not a Triptych project (" + problem.errorString().toStdString() +
                        "); choose another one.",
                    where);
    auto document = migrate(parsed.object(), where);
    if (!document)
        return tl::unexpected(document.error());
    JsonReader reader(*document, where);
    if (reader.text("format") != "triptych-project")
        return fail(ErrorCode::BadFormat, "The file is not a Triptych project; choose another one.", where);
    Project project;
    project.name = reader.text("name");
    project.currentSample = reader.text("currentSample");
    for (const QJsonObject& object : reader.objects("samples")) {
        auto entry = readSample(object, folder, where + ", sample " + std::to_string(project.samples.size() + 1));
        if (!entry)
            return tl::unexpected(entry.error());
        project.samples.push_back(std::move(*entry));
    }
    auto settings = readSettings(reader.object("settings"), folder, where + ", settings");
    if (!settings)
        return tl::unexpected(settings.error());
    project.settings = std::move(*settings);
    if (reader.error())
        return tl::unexpected(*reader.error());
    return project;
}

Result<Project> openProject(const fs::path& path) {
    QFile file(QString::fromStdString(path.string()));
    if (!file.exists())
        return fail(ErrorCode::FileMissing, "There is no such project; it may have been moved.", path.string());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileMissing,
                    "The project cannot be read (" + file.errorString().toStdString() + "); check its permissions.",
                    path.string());
    return fromJson(file.readAll(), fs::absolute(path).parent_path(), path.string());
}

Result<void> saveProject(const Project& project, const fs::path& path) {
    QSaveFile file(QString::fromStdString(path.string()));
    const QByteArray json = toJson(project, fs::absolute(path).parent_path());
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !file.commit())
        return fail(ErrorCode::InvalidInput,
                    "The project could not be saved (" + file.errorString().toStdString() +
                        "); what was saved before is untouched. Choose another folder.",
                    path.string());
    return {};
}

Result<Project> openSampleProject(const fs::path& folder) {
    auto samples = readSampleFile(folder / "samples.jsonl");
    if (!samples)
        return tl::unexpected(samples.error());
    Project project;
    project.name = "sample project";
    project.currentSample = samples->front().sample.id;
    project.samples = std::move(*samples);
    return project;
}

} // namespace triptych::projects
