// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/target_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "widgets/controls/engine_words.h"

namespace triptych::widgets {

QString partOf(const std::string& text, const CharRange& chars) {
    const std::u32string points = QString::fromStdString(text).toStdU32String();
    const auto size = static_cast<std::int64_t>(points.size());
    const auto from = static_cast<std::size_t>(std::clamp<std::int64_t>(chars.from, 0, size));
    const auto to = static_cast<std::size_t>(std::clamp<std::int64_t>(chars.to, chars.from, size));
    return QString::fromStdU32String(points.substr(from, to - from));
}

QString targetLabel(const Target& target, const ShownInputs& inputs) {
    const auto at = static_cast<std::size_t>(std::max(0, inputs.firstWritten) + std::max(0, target.index));
    if (target.kind != TargetKind::Token || inputs.firstWritten < 0 || at >= inputs.tokens.size())
        return targetLabel(target);
    const Token& token = inputs.tokens[at];
    // A part of a character has no text of its own.
    QString text = partOf(inputs.text, token.chars).trimmed();
    if (text.isEmpty())
        text = QString::fromStdString(token.text);
    return QCoreApplication::translate("Engine", "Written %1: “%2”", "number and text of a token")
        .arg(target.index + 1)
        .arg(text);
}

std::vector<Target> writtenTargets(const ShownInputs& inputs) {
    std::vector<Target> targets;
    const int count = inputs.firstWritten < 0 ? 0 : static_cast<int>(inputs.tokens.size()) - inputs.firstWritten;
    for (int i = 0; i < count; ++i) {
        Target target;
        target.kind = TargetKind::Token;
        target.index = i;
        targets.push_back(target);
    }
    return targets;
}

} // namespace triptych::widgets
