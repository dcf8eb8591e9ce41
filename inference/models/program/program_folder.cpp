// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program/program_folder.h"

#include <algorithm>
#include <span>

#include "inference/backend/guard.h"
#include "inference/formats/file_bytes.h"
#include "inference/formats/sha256.h"
#include "inference/formats/torch_file.h"
#include "inference/models/program/program_model.h"
#include "inference/models/program/trust.h"

namespace triptych::models::program {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t largestProgram = std::uint64_t{16} << 30;
constexpr std::size_t hashDigits = 16;

formats::Bytes bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

Result<std::string> readProgram(const fs::path& file) {
    auto content = formats::readTextFile(file, largestProgram);
    if (!content)
        return content;
    switch (formats::torchFileKind(bytesOf(*content))) {
    case formats::TorchFileKind::Script:
        return content;
    case formats::TorchFileKind::Pickle:
        return fail(ErrorCode::Untrusted,
                    "The file is a pickle and not a TorchScript program, so it is not opened; export the model with "
                    "tools/export_model.py.",
                    file.string());
    case formats::TorchFileKind::Other:
        break;
    }
    return fail(ErrorCode::BadFormat,
                "The file is no TorchScript program, or it is damaged; export the model with tools/export_model.py.",
                file.string());
}

Result<std::string> hashOf(std::vector<fs::path> files, const fs::path& program, const std::string& content) {
    std::ranges::sort(files);
    formats::Sha256 hash;
    for (const fs::path& file : files) {
        const auto bytes = file == program ? Result<std::string>(content) : formats::readTextFile(file, largestProgram);
        if (!bytes)
            return bytes;
        hash.add(bytesOf(*bytes));
    }
    return hash.finish().substr(0, hashDigits);
}

ModelDescriptor describe(const ProgramFolder& folder) {
    const Manifest& manifest = folder.manifest;
    ModelDescriptor descriptor;
    descriptor.family = "program";
    descriptor.label = manifest.name.empty() ? folder.path.filename().string() : manifest.name;
    descriptor.hash = folder.hash;
    descriptor.programHash = folder.program.sha256;
    descriptor.modalities = manifest.modalities();
    descriptor.towers = manifest.towers();
    descriptor.weightBytes = folder.program.bytes;
    descriptor.hasMatchHead = manifest.returns("logits.match");
    descriptor.comparesPairs = manifest.returns("scores.image_text");
    return descriptor;
}

} // namespace

bool isProgramFolder(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / manifestName, ignored);
}

Result<ProgramFolder> openProgramFolder(const fs::path& path) {
    auto manifest = readManifest(path / manifestName);
    if (!manifest)
        return Failure(manifest.error());
    const fs::path file = path / manifest->program;
    auto content = readProgram(file);
    if (!content)
        return Failure(content.error());
    const auto hash = hashOf({file, path / manifestName}, file, *content);
    if (!hash)
        return Failure(hash.error());
    ProgramFile program{file, static_cast<std::int64_t>(content->size()), formats::sha256(bytesOf(*content))};
    return ProgramFolder{path, *std::move(manifest), std::move(program), *std::move(content), *hash};
}

Result<void> checkTrust(const ProgramFile& program) {
    if (isTrusted(program.sha256))
        return {};
    return fail(ErrorCode::Untrusted,
                "This model is a program (TorchScript, " + std::to_string(program.bytes) +
                    " bytes): opening it runs its code with your rights. If you know where it comes from, trust it by "
                    "its SHA-256: --trust " +
                    program.sha256 + ", or for always by a line with it in " + trustedListFile().string() + ".",
                program.file.string());
}

Result<ModelPtr> loadProgram(const fs::path& path, const std::string& device, const Monitor& monitor) {
    return backend::guarded("load", [&]() -> Result<ModelPtr> {
        auto folder = openProgramFolder(path);
        if (!folder)
            return Failure(folder.error());
        if (const auto trusted = checkTrust(folder->program); !trusted)
            return Failure(trusted.error());
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        auto script = Script::load(folder->content, at::Device(device), folder->program.file.string());
        if (!script)
            return Failure(script.error());
        return ProgramModel::build(*folder, describe(*folder), *std::move(script), at::Device(device));
    });
}

Result<ModelDescriptor> inspectProgram(const fs::path& path) {
    return openProgramFolder(path).map([](const ProgramFolder& folder) { return describe(folder); });
}

} // namespace triptych::models::program
