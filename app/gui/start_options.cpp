// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/start_options.h"

#include <QCommandLineParser>
#include <array>

namespace triptych::gui {

namespace {

constexpr int wrongUse = 2;
constexpr int minimumEdge = 200;
constexpr int maximumEdge = 16384;

struct NamedState {
    const char* name;
    ShownState state;
};

constexpr std::array states{NamedState{"empty", ShownState::Empty}, NamedState{"running", ShownState::Running},
                            NamedState{"done", ShownState::Done}, NamedState{"error", ShownState::Error}};

void addOptions(QCommandLineParser& parser) {
    const auto option = [&](const char* name, const char* text, const char* value) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(text), QString::fromLatin1(value)});
    };
    parser.setApplicationDescription(QStringLiteral("Shows what a cross-modal model looks at."));
    parser.addPositionalArgument(QStringLiteral("PROJECT|SAMPLE"),
                                 QStringLiteral("Project or sample to open; the sample library otherwise."));
    option("screenshot", "Wait for the result, save what a user would see as PNG, and exit.", "FILE");
    option("method", "Explanation method.", "M");
    option("model", "Model folder, or builtin or builtin-plain.", "FOLDER");
    option("word", "Point at this word, counted from 0.", "N");
    option("theme", "light or dark.", "THEME");
    option("size", "Size of the window in px at 100 %.", "WxH");
    option("scale", "Scaling in percent, 50 to 400.", "PERCENT");
    option("state", "State to show with --screenshot: empty, running, done or error.", "STATE");
    option("workspace", "Workspace to show: explain, compare, embed or retrieve.", "NAME");
    option("language", "en or zh_CN.", "CODE");
    parser.addHelpOption();
    parser.addVersionOption();
}

StartMessage wrong(const QString& text) {
    return {QStringLiteral("triptych: %1\n").arg(text), wrongUse};
}

std::optional<StartMessage> readTheme(const QString& value, StartOptions& options) {
    if (value == QLatin1String("light"))
        options.theme = widgets::theme::Mode::Light;
    else if (value == QLatin1String("dark"))
        options.theme = widgets::theme::Mode::Dark;
    else
        return wrong(QStringLiteral("--theme is light or dark, not \"%1\".").arg(value));
    return std::nullopt;
}

std::optional<StartMessage> readSize(const QString& value, StartOptions& options) {
    const QStringList parts = value.toLower().split(QLatin1Char('x'));
    options.size = QSize(parts.value(0).toInt(), parts.value(1).toInt());
    const auto fits = [](int edge) { return edge >= minimumEdge && edge <= maximumEdge; };
    if (parts.size() != 2 || !fits(options.size.width()) || !fits(options.size.height()))
        return wrong(QStringLiteral("--size is WIDTHxHEIGHT, 200 to 16384 each, not \"%1\".").arg(value));
    return std::nullopt;
}

std::optional<StartMessage> readState(const QString& value, StartOptions& options) {
    for (const NamedState& named : states) {
        if (value != QLatin1String(named.name))
            continue;
        options.state = named.state;
        return std::nullopt;
    }
    return wrong(QStringLiteral("--state is empty, running, done or error, not \"%1\".").arg(value));
}

std::optional<StartMessage> readWorkspace(const QString& value, StartOptions& options) {
    options.workspace = value;
    if (QStringList{QStringLiteral("explain"), QStringLiteral("compare"), QStringLiteral("embed"),
                    QStringLiteral("retrieve")}
            .contains(value))
        return std::nullopt;
    return wrong(QStringLiteral("There is no workspace \"%1\"; use explain, compare, embed or retrieve.").arg(value));
}

std::optional<StartMessage> readNumbers(const QCommandLineParser& parser, StartOptions& options) {
    bool isNumber = true;
    if (parser.isSet(QStringLiteral("word")))
        options.word = parser.value(QStringLiteral("word")).toInt(&isNumber);
    if (!isNumber || options.word.value_or(0) < 0)
        return wrong(QStringLiteral("--word is a number from 0."));
    if (parser.isSet(QStringLiteral("scale")))
        options.scalePercent = parser.value(QStringLiteral("scale")).toInt(&isNumber);
    if (!isNumber || options.scalePercent < 50 || options.scalePercent > 400)
        return wrong(QStringLiteral("--scale is a number from 50 to 400."));
    return std::nullopt;
}

std::optional<StartMessage> readValues(const QCommandLineParser& parser, StartOptions& options) {
    const auto value = [&](const char* name) { return parser.value(QString::fromLatin1(name)); };
    options.path = parser.positionalArguments().value(0);
    options.screenshot = value("screenshot");
    options.method = value("method");
    options.model = value("model");
    options.language = value("language");
    std::optional<StartMessage> problem = readNumbers(parser, options);
    if (!problem && parser.isSet(QStringLiteral("theme")))
        problem = readTheme(value("theme"), options);
    if (!problem && parser.isSet(QStringLiteral("size")))
        problem = readSize(value("size"), options);
    if (!problem && parser.isSet(QStringLiteral("state")))
        problem = readState(value("state"), options);
    if (!problem && parser.isSet(QStringLiteral("workspace")))
        problem = readWorkspace(value("workspace"), options);
    return problem;
}

} // namespace

std::variant<StartOptions, StartMessage> readStartOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        // Read before there is an application that could tell its name.
        return StartMessage{parser.helpText().replace(QLatin1String("<executable_name>"), QLatin1String("triptych")),
                            0};
    if (parser.isSet(QStringLiteral("version")))
        return StartMessage{QStringLiteral("Triptych " TRIPTYCH_VERSION "\n"), 0};
    StartOptions options;
    if (auto problem = readValues(parser, options))
        return *problem;
    return options;
}

} // namespace triptych::gui
