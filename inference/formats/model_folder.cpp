// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/model_folder.h"

#include <algorithm>
#include <array>
#include <set>

#include "inference/formats/sha256.h"
#include "inference/formats/torch_file.h"

namespace triptych::formats {

namespace fs = std::filesystem;

namespace {

constexpr const char* openClipConfig = "open_clip_config.json";
constexpr const char* openClipWeights = "open_clip_model.safetensors";
constexpr std::array configNames{"config.json", openClipConfig};
constexpr std::array weightNames{"model.safetensors", openClipWeights};
constexpr const char* indexName = "model.safetensors.index.json";
constexpr const char* preprocessorName = "preprocessor_config.json";
constexpr const char* processorName = "processor_config.json";
constexpr std::array pickleEndings{".bin", ".pt", ".pth", ".ckpt", ".pkl"};
constexpr std::size_t hashDigits = 16;

bool isFile(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

// Caches of hubs link into another folder; a copy of the links alone has nothing behind them.
Result<void> checkLinks(const fs::path& folder) {
    for (const char* name : {configNames[0], configNames[1], weightNames[0], weightNames[1], indexName}) {
        std::error_code ignored;
        if (fs::is_symlink(folder / name, ignored) && !isFile(folder / name))
            return fail(ErrorCode::FileMissing,
                        "This is a link that leads to no file; copy the folder with the files that its links name.",
                        (folder / name).string());
    }
    return {};
}

// Newer versions of transformers keep the settings of each modality in one file, under these keys.
Json preparationIn(const Json& processor) {
    Json settings = Json::object();
    for (const char* key : {"feature_extractor", "image_processor"})
        if (const auto part = processor.find(key); part != processor.end() && part->is_object())
            settings.update(*part);
    return settings;
}

std::vector<fs::path> filesOf(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
        if (entry.is_regular_file(ignored))
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

// A shard's name must be a plain file name: no path that leads out of the folder.
Result<fs::path> shardPath(const fs::path& folder, const std::string& name, const std::string& where) {
    const fs::path relative(name);
    if (name.empty() || name == "." || name == ".." || relative.filename() != relative ||
        name.find('\\') != std::string::npos)
        return fail(ErrorCode::Untrusted, "The weight file \"" + name + "\" is not a plain name inside the folder.",
                    where);
    if (relative.extension() != ".safetensors")
        return fail(ErrorCode::Untrusted, "The weight file \"" + name + "\" is not a safetensors file.", where);
    const fs::path file = folder / relative;
    if (!isFile(file))
        return fail(ErrorCode::FileMissing, "The weight file \"" + name + "\" is missing. Complete the download.",
                    where);
    return file;
}

Result<std::vector<fs::path>> shardsOf(const fs::path& folder) {
    const std::string where = (folder / indexName).string();
    const auto index = readJsonFile(where, tokenizerJsonLimits);
    if (!index)
        return tl::make_unexpected(index.error());
    if (!index->is_object() || !index->contains("weight_map") || !(*index)["weight_map"].is_object())
        return fail(ErrorCode::BadFormat, "The index has no \"weight_map\".", where);
    std::set<std::string> names;
    for (const auto& [tensor, name] : (*index)["weight_map"].items()) {
        if (!name.is_string())
            return fail(ErrorCode::BadFormat, "The file of tensor \"" + tensor + "\" is not a name.", where);
        names.insert(name.get<std::string>());
    }
    std::vector<fs::path> files;
    for (const std::string& name : names) {
        auto file = shardPath(folder, name, where);
        if (!file)
            return tl::make_unexpected(file.error());
        files.push_back(std::move(*file));
    }
    if (files.empty())
        return fail(ErrorCode::BadFormat, "The index lists no weights.", where);
    return files;
}

Result<std::vector<fs::path>> findWeights(const fs::path& folder) {
    for (const char* name : weightNames)
        if (isFile(folder / name))
            return std::vector{folder / name};
    if (isFile(folder / indexName))
        return shardsOf(folder);
    std::vector<fs::path> candidates;
    fs::path pickle;
    for (const fs::path& file : filesOf(folder)) {
        if (file.extension() == ".safetensors")
            candidates.push_back(file);
        if (std::find(pickleEndings.begin(), pickleEndings.end(), file.extension()) != pickleEndings.end())
            pickle = file;
    }
    if (candidates.size() == 1)
        return candidates;
    if (!candidates.empty())
        return fail(ErrorCode::InvalidInput,
                    "The folder has several safetensors files and no index. Name the right one model.safetensors.",
                    folder.string());
    if (!pickle.empty() && torchFileKind(pickle) == TorchFileKind::Script)
        return fail(ErrorCode::Unsupported,
                    "The folder holds a TorchScript program without triptych.json, which says what it reads and "
                    "returns; tools/export_model.py writes both.",
                    pickle.string());
    if (!pickle.empty())
        return fail(
            ErrorCode::Untrusted,
            "The weights are a pickle file, which can run any code when it is loaded, so it is not opened. Convert it "
            "with tools/convert_weights.py " +
                folder.string() + ", which writes model.safetensors.",
            pickle.string());
    return fail(ErrorCode::FileMissing, "The folder has no weights. Expected model.safetensors.", folder.string());
}

Result<void> addFile(Sha256& hash, const fs::path& file, const Monitor& monitor, std::int64_t& done,
                     std::int64_t total) {
    constexpr std::size_t step = std::size_t{1} << 24;
    const auto mapped = MappedFile::open(file);
    if (!mapped)
        return tl::make_unexpected(mapped.error());
    for (Bytes rest = mapped->bytes(); !rest.empty();) {
        if (const auto going = monitor.check(); !going)
            return going;
        const Bytes part = rest.first(std::min(step, rest.size()));
        hash.add(part);
        rest = rest.subspan(part.size());
        done += static_cast<std::int64_t>(part.size());
        monitor.report("hash", done, total);
    }
    return {};
}

} // namespace

Result<ModelFolder> ModelFolder::open(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored))
        return fail(ErrorCode::FileMissing,
                    "There is no such folder. Name the folder that holds config.json and the weights.", path.string());
    if (const auto complete = checkLinks(path); !complete)
        return tl::make_unexpected(complete.error());
    ModelFolder folder;
    folder.m_path = path;
    auto weights = findWeights(path);
    for (const char* name : configNames)
        if (folder.m_configFile.empty() && isFile(path / name))
            folder.m_configFile = path / name;
    // A download may bring the configurations of both layouts and the weights of one.
    if (weights && weights->front().filename() == openClipWeights && isFile(path / openClipConfig))
        folder.m_configFile = path / openClipConfig;
    if (folder.m_configFile.empty())
        return fail(ErrorCode::FileMissing,
                    "The folder has no config.json. Use the whole model folder, not only the weights.", path.string());
    auto config = readJsonFile(folder.m_configFile);
    if (!config)
        return tl::make_unexpected(config.error());
    if (!config->is_object())
        return fail(ErrorCode::BadFormat, "The configuration is not a JSON object.", folder.m_configFile.string());
    folder.m_config = std::move(*config);
    if (!weights)
        return tl::make_unexpected(weights.error());
    folder.m_weightFiles = std::move(*weights);
    return folder;
}

Result<Json> ModelFolder::preprocessorConfig() const {
    if (isFile(m_path / preprocessorName))
        return readJsonFile(m_path / preprocessorName);
    if (!isFile(m_path / processorName))
        return Json::object();
    return readJsonFile(m_path / processorName).map([](const Json& processor) {
        return processor.is_object() ? preparationIn(processor) : Json::object();
    });
}

Result<std::string> ModelFolder::hash(const Monitor& monitor) const {
    std::vector<fs::path> files = m_weightFiles;
    files.push_back(m_configFile);
    if (isFile(m_path / preprocessorName))
        files.push_back(m_path / preprocessorName);
    else if (isFile(m_path / processorName))
        files.push_back(m_path / processorName);
    std::sort(files.begin(), files.end());
    std::int64_t total = 0;
    for (const fs::path& file : files)
        total += static_cast<std::int64_t>(regularFileSize(file).value_or(0));
    Sha256 hash;
    std::int64_t done = 0;
    for (const fs::path& file : files)
        if (auto added = addFile(hash, file, monitor, done, total); !added)
            return tl::make_unexpected(added.error());
    return hash.finish().substr(0, hashDigits);
}

Result<ModelWeights> ModelWeights::open(const std::vector<fs::path>& files) {
    ModelWeights weights;
    for (const fs::path& path : files) {
        auto file = SafetensorsFile::open(path);
        if (!file)
            return tl::make_unexpected(file.error());
        for (const auto& [name, view] : file->tensors())
            if (!weights.m_tensors.emplace(name, view).second)
                return fail(ErrorCode::BadFormat, "The tensor \"" + name + "\" stands in two weight files.",
                            path.string());
        weights.m_files.push_back(std::move(*file));
    }
    return weights;
}

} // namespace triptych::formats
