// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/corpus_source.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>
#include <algorithm>
#include <array>
#include <unordered_map>

namespace triptych::widgets {
namespace {

constexpr int keyLength = 16;

QString spacedWords(const std::string& text) {
    return QString::fromStdString(text);
}

void addTruth(const projects::SampleEntry& entry, QJsonObject& line) {
    if (!entry.truth || entry.truth->mentions.empty() || entry.truth->mentions.front().objects.empty())
        return;
    const int number = entry.truth->mentions.front().objects.front();
    for (const projects::TruthObject& object : entry.truth->objects) {
        if (object.number != number)
            continue;
        line[QStringLiteral("object")] = spacedWords(object.colour + " " + object.shape);
        line[QStringLiteral("color")] = spacedWords(object.colour);
        line[QStringLiteral("shape")] = spacedWords(object.shape);
        line[QStringLiteral("size")] = spacedWords(object.size);
        line[QStringLiteral("fill")] = spacedWords(object.fill);
    }
}

QJsonObject lineOf(const projects::SampleEntry& entry) {
    QJsonObject line{{QStringLiteral("id"), spacedWords(entry.sample.id)}};
    const auto list = [&](Modality modality) {
        QJsonArray items;
        for (const SampleItem& item : entry.sample.of(modality))
            items.append(modality == Modality::Text ? spacedWords(item.text)
                                                    : QFileInfo(spacedWords(item.file.string())).absoluteFilePath());
        return items;
    };
    line[QStringLiteral("images")] = list(Modality::Image);
    line[QStringLiteral("texts")] = list(Modality::Text);
    line[QStringLiteral("audios")] = list(Modality::Audio);
    addTruth(entry, line);
    return line;
}

void addStamp(QCryptographicHash& hash, const QString& path) {
    const QFileInfo file(path);
    hash.addData(path.toUtf8());
    hash.addData(QByteArray::number(file.size()) + ' ' + QByteArray::number(file.lastModified().toMSecsSinceEpoch()) +
                 '\n');
}

// Of every file in it, however deep. A folder's own time says nothing of a file that was replaced.
void addFolder(QCryptographicHash& hash, const QString& folder, const std::stop_token& stop) {
    hash.addData(folder.toUtf8() + '\n');
    QStringList files;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext() && !stop.stop_requested())
        files << walk.next();
    files.sort();
    for (const QString& file : std::as_const(files)) {
        if (stop.stop_requested())
            return;
        addStamp(hash, file);
    }
}

void addModel(QCryptographicHash& hash, const EmbeddingModel& model) {
    hash.addData(QByteArray::fromStdString(model.name + "\n"));
    if (!model.folder.empty())
        for (const QFileInfo& file : QDir(spacedWords(model.folder.string())).entryInfoList(QDir::Files, QDir::Name))
            addStamp(hash, file.filePath());
}

QString folderFor(const QCryptographicHash& hash) {
    return QDir(corpusCache()).filePath(QString::fromLatin1(hash.result().toHex().left(keyLength)));
}

// A list of items of its own for what the hash was made of.
Result<EmbedRequest> requestFor(const QByteArray& lines, const QCryptographicHash& hash, const EmbeddingModel& model) {
    const QDir folder(folderFor(hash));
    const QString list = folder.filePath(QStringLiteral("items.jsonl"));
    QSaveFile file(list);
    if (!folder.mkpath(QStringLiteral(".")) || !file.open(QIODevice::WriteOnly) || file.write(lines) != lines.size() ||
        !file.commit())
        return triptych::fail(ErrorCode::FileMissing,
                              "The list of samples could not be written; make room on the disk or change the "
                              "permissions of the folder.",
                              list.toStdString());
    return EmbedRequest{model.name, model.device, list.toStdString(),
                        folder.filePath(QStringLiteral("corpus")).toStdString()};
}

QByteArray itemLines(const std::vector<EmbeddingSpace::Item>& items) {
    struct Parts {
        const CorpusRow* first = nullptr;
        std::array<QJsonArray, allModalities.size()> lists;
    };
    std::vector<Parts> samples; // in the order of the items, so that rows of both corpora agree
    std::unordered_map<std::string, std::size_t> known;
    for (const EmbeddingSpace::Item& item : items) {
        const auto [at, isNew] = known.try_emplace(item.row.id, samples.size());
        if (isNew)
            samples.push_back({&item.row, {}});
        samples[at->second].lists[static_cast<std::size_t>(item.place.modality)].append(
            spacedWords(item.place.modality == Modality::Text ? item.row.text : item.row.file.string()));
    }
    QByteArray lines;
    for (const auto& [row, lists] : samples) {
        QJsonObject line;
        for (const auto& [column, value] : row->columns)
            line[spacedWords(column)] = spacedWords(value);
        line[QStringLiteral("id")] = spacedWords(row->id);
        line[QStringLiteral("images")] = lists[0];
        line[QStringLiteral("texts")] = lists[1];
        line[QStringLiteral("audios")] = lists[2];
        lines += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    }
    return lines;
}

} // namespace

QByteArray itemLines(const std::vector<projects::SampleEntry>& samples) {
    QByteArray lines;
    for (const projects::SampleEntry& entry : samples)
        lines += QJsonDocument(lineOf(entry)).toJson(QJsonDocument::Compact) + '\n';
    return lines;
}

QString corpusCache() {
    return QDir(QStandardPaths::writableLocation(QStandardPaths::CacheLocation)).filePath(QStringLiteral("corpora"));
}

Result<EmbedRequest> requestFor(const std::vector<projects::SampleEntry>& samples, const EmbeddingModel& model) {
    const QByteArray lines = itemLines(samples);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(lines);
    addModel(hash, model);
    for (const projects::SampleEntry& entry : samples)
        for (const SampleItem& item : entry.sample.items)
            if (!item.file.empty())
                addStamp(hash, spacedWords(item.file.string()));
    return requestFor(lines, hash, model);
}

Result<EmbedRequest> requestFor(const std::vector<EmbeddingSpace::Item>& items, const EmbeddingModel& model) {
    const QByteArray lines = itemLines(items);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(lines);
    addModel(hash, model);
    for (const EmbeddingSpace::Item& item : items)
        if (!item.row.file.empty())
            addStamp(hash, spacedWords(item.row.file.string()));
    return requestFor(lines, hash, model);
}

Result<EmbedRequest> requestFor(const QString& source, const EmbeddingModel& model, const std::stop_token& stop) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addModel(hash, model);
    const QFileInfo items(source);
    if (items.isDir())
        addFolder(hash, items.absoluteFilePath(), stop);
    else
        addStamp(hash, items.absoluteFilePath());
    if (stop.stop_requested())
        return triptych::fail(ErrorCode::Canceled, "The search for files was stopped.", source.toStdString());
    return EmbedRequest{model.name, model.device, source.toStdString(),
                        QDir(folderFor(hash)).filePath(QStringLiteral("corpus")).toStdString()};
}

} // namespace triptych::widgets
