// SPDX-License-Identifier: GPL-3.0-or-later
// Makes samples of what people drop or open.
#pragma once

#include <QMimeData>
#include <QStringList>
#include <optional>

#include "inference/base/error.h"
#include "projects/sample_entry.h"

namespace triptych::widgets {

enum class FileKind { Image, Audio, Text, Samples, Project, Unknown };

// By the name's ending; the engine looks at the content.
[[nodiscard]] FileKind fileKind(const QString& path);

// Filter of the open dialog: everything that fileKind knows.
[[nodiscard]] QString openFilter();

struct Intake {
    // One sample of all loose files together, or those of the sample files.
    std::vector<projects::SampleEntry> entries;
    // Whether the entry is made of loose files, so that it may complete the sample that is open.
    bool isLoose = false;
    // A project among the files; it alone is opened then.
    std::optional<QString> project;
};

[[nodiscard]] Result<Intake> takeFiles(const QStringList& paths);
[[nodiscard]] projects::SampleEntry takeText(const QString& text);

// Whether a drop of this holds something for us.
[[nodiscard]] bool canTake(const QMimeData& data);
[[nodiscard]] QStringList localFiles(const QMimeData& data);

} // namespace triptych::widgets
