// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of a good model folder, to be broken.
#pragma once

#include <cstring>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QtEndian>

namespace triptych::test {

class BrokenFolder {
public:
    explicit BrokenFolder(QString path)
        : m_path(std::move(path)) {}

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] QString at(const QString& name) const { return m_path + QLatin1Char('/') + name; }

    void copyFrom(const QString& source) const {
        QDir().mkpath(m_path);
        for (const QString& name : QDir(source).entryList(QDir::Files)) {
            QFile::copy(source + QLatin1Char('/') + name, at(name));
            QFile(at(name)).setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        }
    }

    [[nodiscard]] QByteArray read(const QString& name) const {
        QFile file(at(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString& name, const QByteArray& content) const {
        QFile file(at(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s cannot be written", qPrintable(at(name)));
    }
    void remove(const QString& name) const { QFile::remove(at(name)); }
    void rename(const QString& from, const QString& to) const { QFile::rename(at(from), at(to)); }

    // "text_config/hidden_size" of a JSON file; an undefined value takes the entry out.
    void set(const QString& file, const QString& key, const QJsonValue& value) const {
        const QJsonObject changed =
            with(QJsonDocument::fromJson(read(file)).object(), key.split(QLatin1Char('/')), value);
        write(file, QJsonDocument(changed).toJson());
    }
    void configure(const QString& key, const QJsonValue& value) const {
        set(QStringLiteral("config.json"), key, value);
    }

    // Header and data of model.safetensors.
    [[nodiscard]] QJsonObject header() const {
        return QJsonDocument::fromJson(weights().mid(8, headerBytes())).object();
    }
    [[nodiscard]] QByteArray data() const { return weights().mid(8 + headerBytes()); }
    void writeWeights(const QJsonObject& header, const QByteArray& data) const {
        const QByteArray text = QJsonDocument(header).toJson(QJsonDocument::Compact);
        QByteArray length(8, '\0');
        qToLittleEndian(static_cast<quint64>(text.size()), length.data());
        write(weightsName(), length + text + data);
    }
    // "shape" or "dtype" of one tensor.
    void describe(const QString& tensor, const QString& key, const QJsonValue& value) const {
        QJsonObject changed = header();
        QJsonObject entry = changed[tensor].toObject();
        entry[key] = value;
        changed[tensor] = entry;
        writeWeights(changed, data());
    }
    void renameTensor(const QString& tensor, const QString& name) const {
        QJsonObject changed = header();
        changed[name] = changed.take(tensor);
        writeWeights(changed, data());
    }
    // The first value of an F32 tensor.
    void poison(const QString& tensor, float value) const {
        QByteArray bytes = data();
        const auto offset = header()[tensor].toObject()[QStringLiteral("data_offsets")].toArray().at(0).toInteger();
        std::memcpy(bytes.data() + offset, &value, sizeof value);
        writeWeights(header(), bytes);
    }
    // The first rows of the tensors whose names hold `part`; the others stay.
    void keepRows(const QString& part, qint64 rows) const {
        QJsonObject changed = header();
        const QByteArray before = data();
        QByteArray after;
        for (auto entry = changed.begin(); entry != changed.end(); ++entry) {
            if (entry.key() == QLatin1String("__metadata__"))
                continue;
            QJsonObject tensor = entry.value().toObject();
            const QJsonArray offsets = tensor[QStringLiteral("data_offsets")].toArray();
            QJsonArray shape = tensor[QStringLiteral("shape")].toArray();
            qint64 bytes = offsets.at(1).toInteger() - offsets.at(0).toInteger();
            if (entry.key().contains(part)) {
                bytes = bytes / shape.at(0).toInteger() * rows;
                shape[0] = rows;
            }
            tensor[QStringLiteral("shape")] = shape;
            tensor[QStringLiteral("data_offsets")] = QJsonArray{after.size(), after.size() + bytes};
            after += before.mid(offsets.at(0).toInteger(), bytes);
            entry.value() = tensor;
        }
        writeWeights(changed, after);
    }
    void shard(const QJsonObject& files) const {
        rename(weightsName(), QStringLiteral("a.safetensors"));
        write(QStringLiteral("model.safetensors.index.json"),
              QJsonDocument(QJsonObject{{QStringLiteral("weight_map"), files}}).toJson());
    }

    [[nodiscard]] static QString weightsName() { return QStringLiteral("model.safetensors"); }

private:
    [[nodiscard]] QByteArray weights() const { return read(weightsName()); }
    [[nodiscard]] qsizetype headerBytes() const {
        return static_cast<qsizetype>(qFromLittleEndian<quint64>(weights().constData()));
    }
    static QJsonObject with(QJsonObject object, QStringList keys, const QJsonValue& value) {
        const QString key = keys.takeFirst();
        if (!keys.isEmpty())
            object[key] = with(object[key].toObject(), keys, value);
        else if (value.isUndefined())
            object.remove(key);
        else
            object[key] = value;
        return object;
    }

    QString m_path;
};

} // namespace triptych::test
