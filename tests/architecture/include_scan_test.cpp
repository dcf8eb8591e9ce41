// SPDX-License-Identifier: GPL-3.0-or-later
// The layer table of the README as a check: who may include what, how long a file may be, and where words may be
// translated.
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <QTest>

namespace {

namespace fs = std::filesystem;

using Strings = std::vector<std::string>;

// Everything in a folder may include the folders of `may`, and itself. The longest folder that fits a file decides.
struct Layer {
    std::string folder;
    Strings may;
};

const Strings core{"inference/base", "inference/contract"};

Strings operator+(Strings left, const Strings& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const std::vector<Layer> layers{
    {"inference/base", {}},
    {"inference/contract", {"inference/base"}},
    {"inference/numerics", core},
    {"inference/formats", core + Strings{"inference/numerics"}},
    {"inference/text", core + Strings{"inference/formats"}},
    {"inference/world", core + Strings{"inference/numerics", "inference/formats"}},
    {"inference/backend", core + Strings{"inference/formats"}},
    {"inference/embedding", core + Strings{"inference/numerics", "inference/formats"}},
    {"inference/models",
     core + Strings{"inference/numerics", "inference/formats", "inference/text", "inference/backend"}},
    {"inference/explain", core + Strings{"inference/numerics", "inference/backend", "inference/models"}},
    {"inference/metrics", core + Strings{"inference/numerics"}},
    {"inference/training",
     core + Strings{"inference/numerics", "inference/formats", "inference/text", "inference/world", "inference/backend",
                    "inference/models", "visualization/picture"}},
    {"inference/engine", {"inference"}},
    {"visualization/picture", core + Strings{"inference/numerics", "inference/formats"}},
    {"visualization", core + Strings{"inference/numerics"}},
    {"projects", core},
    {"widgets/models", core + Strings{"projects"}},
    {"widgets", core + Strings{"inference/numerics", "projects", "visualization"}},
    {"app/cli", {"inference", "visualization/picture"}},
    {"app/gui", {"inference", "visualization", "projects", "widgets"}},
};

// Headers of a library and the only folders that may include them.
struct Library {
    std::string name;
    std::regex headers;
    Strings folders;
    Strings butNot = {};
};

const std::vector<Library> libraries{
    {"Qt",
     std::regex("Qt?[A-Z]\\w*(/.*)?|q[a-z]+\\.h"),
     {"visualization/plot", "visualization/scene", "visualization/audio", "visualization/figure", "projects", "widgets",
      "app/gui", "tests"}},
    {"Qt Widgets",
     std::regex(
         "QtWidgets/.*|Q(Application|AbstractButton|AbstractItemView|AbstractScrollArea|AbstractSlider|AbstractSpinBox|"
         "BoxLayout|Button\\w*|CheckBox|ComboBox|Completer|Dialog\\w*|DockWidget|DoubleSpinBox|FileDialog|FormLayout|"
         "Frame|Graphics\\w*|GridLayout|GroupBox|H(Box|eader)\\w*|InputDialog|ItemDelegate|Label|Layout\\w*|LineEdit|"
         "List(View|Widget\\w*)|MainWindow|MdiArea|Menu|MenuBar|MessageBox|OpenGLWidget|PlainTextEdit|Progress\\w*|"
         "PushButton|RadioButton|Scroll(Area|Bar)|Slider|SpinBox|Split\\w*|Stacked\\w*|StatusBar|Style(|Factory|"
         "Option\\w*|Painter|dItemDelegate)|SystemTrayIcon|Tab(Bar|Widget|leView|leWidget\\w*)|Text(Browser|Edit)|"
         "Tool(Bar|Box|Button|Tip)|Tree(View|Widget\\w*)|UndoView|VBoxLayout|WhatsThis|Widget\\w*|Wizard\\w*)"),
     {"widgets", "app/gui", "tests/widgets", "tests/app", "tests/bench/map"},
     {"widgets/models"}},
    {"Qt Charts",
     std::regex("QtCharts/.*|Q\\w*(Chart|Series|ValueAxis|LogValueAxis|CategoryAxis)\\w*"),
     {"widgets/charts"}},
    {"LibTorch",
     std::regex("(torch|ATen|c10|caffe2)/.*"),
     {"inference/backend", "inference/models", "inference/explain", "inference/training", "tests/inference/backend",
      "tests/inference/explain", "tests/inference/training"}},
    {"OpenCV's windows", std::regex("opencv2/(highgui|opencv).*"), {}},
    {"OpenCV", std::regex("opencv2/.*"), {"visualization", "inference/formats", "inference/models"}},
    {"nlohmann/json",
     std::regex("nlohmann/.*"),
     {"inference/formats", "inference/text", "inference/world", "inference/embedding", "inference/models",
      "inference/training", "inference/engine", "app/cli", "tests"}},
    {"CLI11", std::regex("CLI/.*"), {"app/cli"}},
    {"VTK", std::regex("vtk\\w+\\.h"), {"visualization/scene", "widgets/vtk"}},
    {"ICU", std::regex("unicode/.*"), {"inference/text"}},
    {"an image or sound library",
     std::regex("png\\.h|jpeglib\\.h|tiff\\w*\\.h|webp/.*|sndfile\\w*\\.h\\w*"),
     {"inference/formats", "tests/inference/formats"}},
    {"espeak-ng", std::regex("espeak.*"), {"inference/world"}},
    {"FAISS", std::regex("faiss/.*"), {"inference/embedding"}},
    {"UMAP, t-SNE and Eigen", std::regex("(umappp|qdtsne|Eigen)/.*"), {"inference/embedding"}},
};

constexpr int longestFile = 600;
const Strings untranslated{"inference", "visualization", "projects", "app/cli"};

bool isInside(const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder + "/");
}

bool isInsideAny(const std::string& path, const Strings& folders) {
    return std::ranges::any_of(folders, [&](const std::string& folder) { return isInside(path, folder); });
}

const Layer* layerOf(const std::string& path) {
    const Layer* found = nullptr;
    for (const Layer& layer : layers)
        if (isInside(path, layer.folder) && (!found || layer.folder.size() > found->folder.size()))
            found = &layer;
    return found;
}

// A file of ours, named from the root, as against a library's header.
bool isOwn(const std::string& header) {
    return isInsideAny(header, {"inference", "visualization", "projects", "widgets", "app", "tests"});
}

Strings judgeInclude(const std::string& path, const std::string& header) {
    Strings problems;
    if (isOwn(header)) {
        const Layer* layer = layerOf(path);
        if (layer && !isInside(header, layer->folder) && !isInsideAny(header, layer->may))
            problems.push_back(layer->folder + " may not include " + header);
        return problems;
    }
    for (const Library& library : libraries)
        if (std::regex_match(header, library.headers) &&
            (!isInsideAny(path, library.folders) || isInsideAny(path, library.butNot)))
            problems.push_back("no header of " + library.name + " may be included here: " + header);
    return problems;
}

// All that is wrong with one source file; `path` from the root with forward slashes.
Strings judge(const std::string& path, const std::string& text) {
    static const std::regex include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"].*");
    static const std::regex translation("(^|[^A-Za-z0-9_])tr\\(.*");
    Strings problems;
    std::istringstream lines(text);
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) {
        ++count;
        if (count == 1 && line != "// SPDX-License-Identifier: GPL-3.0-or-later")
            problems.emplace_back("the first line must be the SPDX line");
        std::smatch match;
        if (std::regex_match(line, match, include)) {
            problems = problems + judgeInclude(path, match[1]);
            continue;
        }
        const std::string code = line.substr(0, line.find("//"));
        if (isInsideAny(path, untranslated) && std::regex_search(code, translation))
            problems.push_back("words are translated in widgets/ and app/gui only, line " + std::to_string(count));
    }
    if (count > longestFile)
        problems.push_back(std::to_string(count) + " lines; split the file");
    return problems;
}

std::string readFile(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

constexpr const char* spdx = "// SPDX-License-Identifier: GPL-3.0-or-later\n";

} // namespace

class IncludeScanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sourceTreeKeepsTheRules() {
        const fs::path root = TRIPTYCH_SOURCE_DIR;
        int files = 0;
        Strings problems;
        for (const char* folder : {"app", "inference", "visualization", "widgets", "projects", "tests"})
            for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
                const std::string extension = entry.path().extension().string();
                if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".h"))
                    continue;
                ++files;
                const std::string path = entry.path().lexically_relative(root).generic_string();
                for (const std::string& problem : judge(path, readFile(entry.path())))
                    problems.push_back(path + ": " + problem);
            }
        for (const std::string& problem : problems)
            qWarning("%s", problem.c_str());
        QVERIFY2(files > 50, "the source tree was not found");
        QCOMPARE(problems.size(), std::size_t{0});
    }

    void everyFolderHasALayer() {
        const fs::path root = TRIPTYCH_SOURCE_DIR;
        for (const auto& entry : fs::directory_iterator(root / "inference"))
            if (entry.is_directory())
                QVERIFY2(layerOf("inference/" + entry.path().filename().string() + "/x.h"), entry.path().c_str());
    }

    void forbiddenIncludesAreFound_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* name, const char* path, const char* line) {
            QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(line);
        };
        row("Qt in inference", "inference/engine/a.cpp", "#include <QString>");
        row("Qt module in inference", "inference/base/a.h", "#include <QtCore/QObject>");
        row("Qt's old name", "inference/base/a.h", "#include <qstring.h>");
        row("Qt in the command line", "app/cli/a.cpp", "#include <QCoreApplication>");
        row("Qt in picture", "visualization/picture/a.cpp", "#include <QImage>");
        row("Qt Widgets in projects", "projects/a.cpp", "#include <QMessageBox>");
        row("Qt Widgets in visualization", "visualization/plot/a.cpp", "#include <QWidget>");
        row("Qt Widgets in item models", "widgets/models/a.cpp", "#include <QtWidgets/QTreeView>");
        row("Qt Charts outside charts", "widgets/panels/a.cpp", "#include <QLineSeries>");
        row("LibTorch in numerics", "inference/numerics/a.cpp", "#include <torch/torch.h>");
        row("LibTorch in engine", "inference/engine/a.cpp", "#include <ATen/ATen.h>");
        row("LibTorch in widgets", "widgets/views/a.cpp", "#include <c10/core/Device.h>");
        row("LibTorch in a test", "tests/inference/engine/a_test.cpp", "#include <torch/types.h>");
        row("OpenCV's windows", "visualization/picture/a.cpp", "#include <opencv2/highgui.hpp>");
        row("OpenCV in widgets", "widgets/a.cpp", "#include <opencv2/core.hpp>");
        row("JSON in widgets", "widgets/a.cpp", "#include <nlohmann/json.hpp>");
        row("JSON in numerics", "inference/numerics/a.cpp", "#include \"nlohmann/json.hpp\"");
        row("VTK in panels", "widgets/panels/a.cpp", "#include <vtkRenderer.h>");
        row("engine from a view", "widgets/views/a.cpp", "#include \"inference/engine/run.h\"");
        row("widgets from visualization", "visualization/plot/a.h", "#include \"widgets/theme/palette.h\"");
        row("widgets from projects", "projects/a.h", "#include \"widgets/theme/palette.h\"");
        row("contract from base", "inference/base/a.h", "#include \"inference/contract/sample.h\"");
        row("numerics from contract", "inference/contract/a.h", "#include \"inference/numerics/matrix.h\"");
        row("formats from numerics", "inference/numerics/a.h", "#include \"inference/formats/json.h\"");
        row("text from formats", "inference/formats/a.h", "#include \"inference/text/bpe.h\"");
        row("world from models", "inference/models/a.h", "#include \"inference/world/scene.h\"");
        row("models from backend", "inference/backend/a.h", "#include \"inference/models/model.h\"");
        row("explain from models", "inference/models/a.h", "#include \"inference/explain/method.h\"");
        row("training from explain", "inference/explain/a.h", "#include \"inference/training/trainer.h\"");
        row("engine from explain", "inference/explain/a.h", "#include \"inference/engine/run.h\"");
        row("plots from picture", "visualization/picture/a.h", "#include \"visualization/plot/a.h\"");
        row("plots from the command line", "app/cli/a.cpp", "#  include \"visualization/plot/a.h\"");
        row("translated words in inference", "inference/base/a.cpp", "auto words = QObject::tr(\"run\");");
        row("translated words in projects", "projects/a.cpp", "return tr(\"run\");");
    }
    void forbiddenIncludesAreFound() {
        QFETCH(QString, path);
        QFETCH(QString, line);
        QCOMPARE(judge(path.toStdString(), spdx + line.toStdString() + "\n").size() > 0, true);
    }

    void allowedIncludesPass() {
        const Strings files{"inference/models/clip/a.cpp", "visualization/picture/a.cpp", "widgets/charts/a.cpp",
                            "app/gui/a.cpp", "inference/backend/a.h"};
        const Strings lines{
            "#include <torch/torch.h>\n#include \"inference/backend/trace.h\"\n#include \"inference/text/a.h\"\n",
            "#include <opencv2/imgproc.hpp>\n#include <vector>\nauto str(int x);\n// tr(x)\n",
            "#include <QLineSeries>\n#include <QWidget>\n#include \"inference/contract/sample.h\"\n",
            "#include \"widgets/shell/a.h\"\n#include <QApplication>\nauto x = tr(\"a\");\n",
            "#include \"inference/contract/run_request.h\"\n#include <torch/types.h>\n"};
        for (std::size_t i = 0; i < files.size(); ++i)
            QCOMPARE(judge(files[i], spdx + lines[i]), Strings());
    }

    void longFilesAndMissingLicencesAreFound() {
        std::string text = spdx;
        for (int i = 1; i < longestFile; ++i)
            text += "\n";
        QCOMPARE(judge("inference/base/a.cpp", text).size(), std::size_t{0});
        QCOMPARE(judge("inference/base/a.cpp", text + "\n").size(), std::size_t{1});
        QCOMPARE(judge("inference/base/a.cpp", "#pragma once\n").size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(IncludeScanTest)
#include "include_scan_test.moc"
