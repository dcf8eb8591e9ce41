// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/sample_intake.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include "projects/project_file.h"
#include "projects/sample_lines.h"

namespace triptych::widgets {

namespace {

// A text to explain is a sentence or some; a larger file is not one.
constexpr qint64 maximumTextBytes = 1 << 20;

const QStringList imageSuffixes{QStringLiteral("png"),  QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                QStringLiteral("webp"), QStringLiteral("tif"), QStringLiteral("tiff"),
                                QStringLiteral("bmp"),  QStringLiteral("gif")};
const QStringList audioSuffixes{QStringLiteral("wav"), QStringLiteral("flac"), QStringLiteral("ogg"),
                                QStringLiteral("mp3"), QStringLiteral("opus")};
const QStringList textSuffixes{QStringLiteral("txt")};
const QStringList sampleSuffixes{QStringLiteral("json"), QStringLiteral("jsonl")};

QString pattern(const QStringList& suffixes) {
    QStringList patterns;
    for (const QString& suffix : suffixes)
        patterns << QStringLiteral("*.") + suffix;
    return patterns.join(QLatin1Char(' '));
}

Result<std::string> readText(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileMissing,
                    "The text cannot be read (" + file.errorString().toStdString() + "); check the file.",
                    path.toStdString());
    if (file.size() > maximumTextBytes)
        return fail(ErrorCode::InvalidInput, "The text is longer than 1 MiB; open a sentence or a short paragraph.",
                    path.toStdString());
    return QString::fromUtf8(file.readAll()).simplified().toStdString();
}

Result<void> takeFile(const QString& path, Intake& intake, projects::SampleEntry& loose) {
    const std::filesystem::path file(path.toStdString());
    switch (fileKind(path)) {
    case FileKind::Image:
        loose.sample.items.push_back({Modality::Image, {}, file});
        break;
    case FileKind::Audio:
        loose.sample.items.push_back({Modality::Audio, {}, file});
        break;
    case FileKind::Text: {
        auto text = readText(path);
        if (!text)
            return tl::unexpected(text.error());
        loose.sample.items.push_back({Modality::Text, std::move(*text), {}});
        break;
    }
    case FileKind::Samples: {
        auto samples = projects::readSampleFile(file);
        if (!samples)
            return tl::unexpected(samples.error());
        intake.entries.insert(intake.entries.end(), samples->begin(), samples->end());
        break;
    }
    case FileKind::Project:
        intake.project = path;
        break;
    case FileKind::Unknown:
        return fail(ErrorCode::Unsupported,
                    "Files of this kind are not known; open images, sounds, texts, sample files or projects.",
                    path.toStdString());
    }
    return {};
}

} // namespace

FileKind fileKind(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (imageSuffixes.contains(suffix))
        return FileKind::Image;
    if (audioSuffixes.contains(suffix))
        return FileKind::Audio;
    if (textSuffixes.contains(suffix))
        return FileKind::Text;
    if (sampleSuffixes.contains(suffix))
        return FileKind::Samples;
    if (path.endsWith(QLatin1String(projects::projectSuffix), Qt::CaseInsensitive))
        return FileKind::Project;
    return FileKind::Unknown;
}

QString openFilter() {
    const QString all = pattern(imageSuffixes + audioSuffixes + textSuffixes + sampleSuffixes) + QStringLiteral(" *") +
                        QLatin1String(projects::projectSuffix);
    const auto words = [](const char* text) { return QCoreApplication::translate("SampleIntake", text); };
    return QStringList{
        QStringLiteral("%1 (%2)").arg(words(QT_TRANSLATE_NOOP("SampleIntake", "Everything known")), all),
        QStringLiteral("%1 (%2)").arg(words(QT_TRANSLATE_NOOP("SampleIntake", "Images")), pattern(imageSuffixes)),
        QStringLiteral("%1 (%2)").arg(words(QT_TRANSLATE_NOOP("SampleIntake", "Sounds")), pattern(audioSuffixes)),
        QStringLiteral("%1 (*)").arg(words(QT_TRANSLATE_NOOP("SampleIntake", "All files")))}
        .join(QStringLiteral(";;"));
}

Result<Intake> takeFiles(const QStringList& paths) {
    Intake intake;
    projects::SampleEntry loose;
    for (const QString& path : paths) {
        QStringList files{path};
        if (QFileInfo(path).isDir()) {
            files.clear();
            for (const QFileInfo& info : QDir(path).entryInfoList(QDir::Files, QDir::Name))
                if (fileKind(info.filePath()) != FileKind::Unknown)
                    files << info.filePath();
        }
        for (const QString& file : files)
            if (const auto taken = takeFile(file, intake, loose); !taken)
                return tl::unexpected(taken.error());
    }
    if (!loose.sample.items.empty()) {
        const SampleItem& first = loose.sample.items.front();
        loose.sample.id =
            first.file.empty() ? QFileInfo(paths.front()).completeBaseName().toStdString() : first.file.stem().string();
        intake.isLoose = intake.entries.empty();
        intake.entries.push_back(std::move(loose));
    }
    if (intake.entries.empty() && !intake.project)
        return fail(ErrorCode::InvalidInput, "There is nothing to open; choose images, sounds, texts or sample files.",
                    paths.value(0).toStdString());
    return intake;
}

projects::SampleEntry takeText(const QString& text) {
    projects::SampleEntry entry;
    const QString clean = text.simplified();
    entry.sample.id = clean.left(24).toStdString();
    entry.sample.items.push_back({Modality::Text, clean.toStdString(), {}});
    return entry;
}

bool canTake(const QMimeData& data) {
    return !localFiles(data).isEmpty() || (data.hasText() && !data.hasUrls() && !data.text().trimmed().isEmpty());
}

QStringList localFiles(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

} // namespace triptych::widgets
