// SPDX-License-Identifier: GPL-3.0-or-later
#include "projects/project_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <array>

using namespace triptych;
using namespace triptych::projects;

namespace {

Project exampleProject(const std::filesystem::path& folder) {
    Project project;
    project.name = "rings";
    SampleEntry entry;
    entry.sample.id = "0142";
    entry.sample.items = {{Modality::Image, {}, folder / "data" / "0142.png"},
                          {Modality::Text, "a small red ring", {}},
                          {Modality::Text, "\xe4\xb8\x80\xe4\xb8\xaa\xe7\x8e\xaf", {}},
                          {Modality::Audio, {}, "/elsewhere/0142.wav"}};
    entry.sample.options["max_new_tokens"] = 12;
    entry.languages = {"en", "zh"};
    entry.spokenText = {std::nullopt};
    entry.truth = Truth{folder / "data" / "0142.mask.png",
                        {{1, "ring", "red", "small", "plain"}},
                        {{Modality::Text, 0, {12, 16}, 0, 0, {1}}, {Modality::Audio, 0, {}, 830.5, 1130, {1}}},
                        {{"color", "en", "a small blue ring", {}, 0},
                         {"size", "", "", folder / "data" / "0142.size.png", std::nullopt}}};
    project.samples = {entry, {{"words only", {{Modality::Text, "a star", {}}}, {}, {}}, {}, {}, {}}};
    project.currentSample = "0142";
    project.settings.program = std::string(64, 'a');
    project.settings.method = "attention";
    project.settings.parameters["start_layer"] = "last";
    project.settings.display["opacity"] = "0.5";
    project.settings.interventions = {"erase units=text:3"};
    return project;
}

} // namespace

class ProjectFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aModelBelowTheProjectMovesWithIt() {
        projects::Project project;
        for (const auto& [model, stored, moved] :
             {std::array<std::string, 3>{"/home/a/models/clip", "\"./models/clip\"", "/mnt/b/models/clip"},
              {"/models/clip", "\"/models/clip\"", "/models/clip"},
              {"builtin-plain", "\"builtin-plain\"", "builtin-plain"}}) {
            project.settings.model = model;
            const QByteArray json = projects::toJson(project, "/home/a");
            QVERIFY(json.contains(stored.c_str()));
            QCOMPARE(projects::fromJson(json, "/mnt/b", "test")->settings.model, moved);
        }
    }

    void savingAndOpeningGivesTheSame() {
        const QTemporaryDir folder;
        const std::filesystem::path file(folder.filePath(QStringLiteral("a.triptych")).toStdString());
        const Project project = exampleProject(file.parent_path());
        QVERIFY(saveProject(project, file));
        const auto opened = openProject(file);
        QVERIFY(opened.has_value());
        QCOMPARE(*opened, project);
    }

    void pathsBelowTheProjectMoveWithIt() {
        const QByteArray json = toJson(exampleProject("/home/a"), "/home/a");
        QVERIFY(json.contains("\"data/0142.png\""));
        QVERIFY(json.contains("\"/elsewhere/0142.wav\""));
        const auto moved = fromJson(json, "/srv/b", "x");
        QVERIFY(moved.has_value());
        QCOMPARE(moved->samples[0].sample.items[0].file, std::filesystem::path("/srv/b/data/0142.png"));
    }

    void whatIsWrongIsSaid_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* json, ErrorCode code) {
            QTest::newRow(name) << QByteArray(json) << static_cast<int>(code);
        };
        row("empty", "", ErrorCode::BadFormat);
        row("truncated", "{\"version\": 1, \"samp", ErrorCode::BadFormat);
        row("list", "[1]", ErrorCode::BadFormat);
        row("no version", "{\"format\": \"triptych-project\"}", ErrorCode::BadFormat);
        row("newer", "{\"format\": \"triptych-project\", \"version\": 99}", ErrorCode::Unsupported);
        row("other format", "{\"format\": \"x\", \"version\": 1}", ErrorCode::BadFormat);
        row("samples no list", "{\"format\": \"triptych-project\", \"version\": 1, \"samples\": 3}",
            ErrorCode::BadFormat);
        row("sample empty", "{\"format\": \"triptych-project\", \"version\": 1, \"samples\": [{}]}",
            ErrorCode::InvalidInput);
        row("setting no text",
            "{\"format\": \"triptych-project\", \"version\": 1, \"settings\": {\"display\": {\"a\": 1}}}",
            ErrorCode::BadFormat);
    }
    void whatIsWrongIsSaid() {
        QFETCH(QByteArray, json);
        QFETCH(int, code);
        const auto project = fromJson(json, "/home/a", "p.triptych");
        QVERIFY(!project.has_value());
        QCOMPARE(static_cast<int>(project.error().code), code);
        QVERIFY(project.error().where.find("p.triptych") == 0);
        QVERIFY(!project.error().detail.empty());
    }

    void aFailedSaveLeavesTheFormerFile() {
        const QTemporaryDir folder;
        const std::filesystem::path file(folder.filePath(QStringLiteral("none/a.triptych")).toStdString());
        const auto saved = saveProject({}, file);
        QVERIFY(!saved.has_value());
        QVERIFY(openProject(file).error().code == ErrorCode::FileMissing);
    }
};

QTEST_GUILESS_MAIN(ProjectFileTest)
#include "project_file_test.moc"
