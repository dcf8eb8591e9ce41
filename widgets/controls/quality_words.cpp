// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/quality_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>
#include <array>
#include <utility>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"

namespace triptych::widgets {

namespace {

using FigureWords = std::pair<const char*, const char*>;

constexpr std::array words{
    FigureWords{"deletion", QT_TRANSLATE_NOOP("Quality", "Deletion")},
    FigureWords{"insertion", QT_TRANSLATE_NOOP("Quality", "Insertion")},
    FigureWords{"randomisation", QT_TRANSLATE_NOOP("Quality", "Randomisation")},
    FigureWords{"most relevant removed first", QT_TRANSLATE_NOOP("Quality", "most relevant removed first")},
    FigureWords{"most relevant shown first", QT_TRANSLATE_NOOP("Quality", "most relevant shown first")},
    FigureWords{"zero", QT_TRANSLATE_NOOP("Quality", "replaced by zero")},
    FigureWords{"blur", QT_TRANSLATE_NOOP("Quality", "on the blurred picture")},
    FigureWords{"neighbours", QT_TRANSLATE_NOOP("Quality", "filled in from neighbours")},
};

QString qualityTranslated(const char* text) {
    return QCoreApplication::translate("Quality", text);
}

// What the engine names, in words of the interface; unknown names stay.
QString wordOf(const std::string& name) {
    for (const auto& [known, word] : words)
        if (name == known)
            return qualityTranslated(word);
    return QString::fromStdString(name);
}

QString stepText(const std::string& step) {
    const QString text = QString::fromStdString(step);
    const qsizetype space = text.indexOf(QLatin1Char(' '));
    bool isNumber = false;
    const int units = text.left(space).toInt(&isNumber);
    if (!isNumber || !text.contains(QLatin1String("unit")) || text.contains(QLatin1Char('%')))
        return text;
    return QCoreApplication::translate("Quality", "%n units a step", nullptr, units);
}

} // namespace

QString metricWord(const std::string& metric) {
    return wordOf(metric);
}

QString protocolLine(const Protocol& protocol) {
    QStringList parts;
    for (const QString& part : {wordOf(protocol.order), stepText(protocol.step), wordOf(protocol.substrate)})
        if (!part.isEmpty())
            parts << part;
    return parts.join(QStringLiteral(", "));
}

QString protocolText(const QualityFigure& figure) {
    QStringList lines{
        QStringLiteral("%1 (%2): %3")
            .arg(metricWord(figure.metric), modalityWord(figure.modality), QLocale().toString(figure.value, 'g', 9))};
    lines << (figure.better == Better::Lower ? qualityTranslated(QT_TRANSLATE_NOOP("Quality", "lower is better"))
                                             : qualityTranslated(QT_TRANSLATE_NOOP("Quality", "higher is better")));
    if (figure.chance)
        lines << qualityTranslated(QT_TRANSLATE_NOOP("Quality", "in random order %1 (mean of %2)"))
                     .arg(numberText(*figure.chance))
                     .arg(figure.protocol.draws);
    lines << protocolLine(figure.protocol);
    lines << qualityTranslated(QT_TRANSLATE_NOOP("Quality", "target: %1"))
                 .arg(QString::fromStdString(figure.protocol.target));
    return lines.join(QLatin1Char('\n'));
}

QString verdictText(const Randomisation& randomisation) {
    return randomisation.passes() ? qualityTranslated(QT_TRANSLATE_NOOP("Quality", "Passes randomisation"))
                                  : qualityTranslated(QT_TRANSLATE_NOOP("Quality", "Fails randomisation"));
}

QString randomisationLine(const Randomisation& randomisation) {
    QString line = qualityTranslated(
        QT_TRANSLATE_NOOP("Quality", "output to input, %1 resets, free parameters too; |Spearman|, fails above %2"));
    // Bars stay with what they enclose.
    static const QRegularExpression enclosed(QStringLiteral("\\|([^|]+)\\|"));
    line.replace(enclosed, QStringLiteral("|\u2060\\1\u2060|"));
    return line.arg(randomisation.protocol.draws).arg(numberText(randomisation.limit));
}

QString randomisationText(const Randomisation& randomisation) {
    QStringList lines{randomisationLine(randomisation)};
    for (std::size_t i = 0; i < randomisation.steps.size(); ++i)
        lines << QStringLiteral("%1  %2  %3")
                     .arg(QString::number(i + 1), numberText(randomisation.steps[i].spearman),
                          QString::fromStdString(randomisation.steps[i].layer));
    return lines.join(QLatin1Char('\n'));
}

} // namespace triptych::widgets
