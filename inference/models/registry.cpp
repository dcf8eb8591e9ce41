// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/registry.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "inference/backend/devices.h"
#include "inference/formats/model_folder.h"
#include "inference/formats/torch_file.h"
#include "inference/models/blip/blip_parts.h"
#include "inference/models/blip_2/blip_2_model.h"
#include "inference/models/bridgetower/bridgetower_model.h"
#include "inference/models/chinese_clip/chinese_clip_model.h"
#include "inference/models/clap/clap_model.h"
#include "inference/models/clip/clip_model.h"
#include "inference/models/family_source.h"
#include "inference/models/flava/flava_model.h"
#include "inference/models/gemma3/gemma3_model.h"
#include "inference/models/grounding_dino/grounding_dino_model.h"
#include "inference/models/idefics/idefics_model.h"
#include "inference/models/llava/llava_model.h"
#include "inference/models/lxmert/lxmert_model.h"
#include "inference/models/open_clip/open_clip_model.h"
#include "inference/models/owlvit/owlvit_model.h"
#include "inference/models/program/program_folder.h"
#include "inference/models/qwen2_5_omni/omni_model.h"
#include "inference/models/qwen2_audio/qwen2_audio_model.h"
#include "inference/models/qwen2_vl/qwen2_vl_model.h"
#include "inference/models/siglip/siglip2_model.h"
#include "inference/models/siglip/siglip_model.h"
#include "inference/models/tri/tri_family.h"
#include "inference/models/vilt/vilt_model.h"
#include "inference/models/vision_text_dual_encoder/dual_encoder_model.h"
#include "inference/models/wav2vec2/wav2vec2_model.h"
#include "inference/models/whisper/whisper_model.h"

namespace triptych::models {

namespace {

using Loader = Result<ModelPtr> (*)(const formats::ModelFolder&, const std::string& device, const Monitor&);
using Inspector = Result<ModelDescriptor> (*)(const formats::ModelFolder&);

// A family has its own loader, or builds itself from the parts of a published folder.
struct Family {
    const char* id; // "family" or "model_type" of config.json, or "open_clip"
    Loader load;
    FamilyBuilder build = nullptr;
    Inspector inspect = nullptr; // of a family with its own loader
};

// A new family is one line here.
constexpr std::array families{
    Family{"tri", &tri::loadTri, nullptr, &tri::inspectTri},
    Family{"clip", nullptr, &clip::ClipModel::build},
    Family{"chinese_clip", nullptr, &chinese_clip::ChineseClipModel::build},
    Family{"open_clip", nullptr, &open_clip::OpenClipModel::build},
    Family{"blip", nullptr, &blip::build},
    Family{"vilt", nullptr, &vilt::ViltModel::build},
    Family{"flava", nullptr, &flava::FlavaModel::build},
    Family{"idefics", nullptr, &idefics::IdeficsModel::build},
    Family{"grounding-dino", nullptr, &grounding_dino::GroundingDinoModel::build},
    Family{"llava", nullptr, &llava::LlavaModel::build},
    Family{"gemma3", nullptr, &gemma3::Gemma3Model::build},
    Family{"blip-2", nullptr, &blip_2::Blip2Model::build},
    Family{"qwen2_vl", nullptr, &qwen2_vl::Qwen2VlModel::build},
    Family{"qwen2_5_vl", nullptr, &qwen2_vl::Qwen2VlModel::build},
    Family{"qwen2_audio", nullptr, &qwen2_audio::Qwen2AudioModel::build},
    Family{"qwen2_5_omni", nullptr, &qwen2_5_omni::OmniModel::build},
    Family{"qwen2_5_omni_thinker", nullptr, &qwen2_5_omni::OmniModel::build},
    Family{"siglip", nullptr, &siglip::SiglipModel::build},
    Family{"siglip2", nullptr, &siglip::Siglip2Model::build},
    Family{"vision-text-dual-encoder", nullptr, &vision_text_dual_encoder::DualEncoderModel::build},
    Family{"lxmert", nullptr, &lxmert::LxmertModel::build},
    Family{"bridgetower", nullptr, &bridgetower::BridgeTowerModel::build},
    Family{"owlvit", nullptr, &owlvit::OwlVitModel::build},
    Family{"owlv2", nullptr, &owlvit::OwlVitModel::buildV2},
    Family{"whisper", nullptr, &whisper::WhisperModel::build},
    Family{"wav2vec2", nullptr, &wav2vec2::Wav2Vec2Model::build},
    Family{"clap", nullptr, &clap::ClapModel::build},
};

// The data folder beside the programs, in the build tree and when installed.
std::filesystem::path resourceFolder() {
    if (const char* folder = std::getenv("TRIPTYCH_RESOURCES"))
        return folder;
    std::error_code code;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", code);
    return program.parent_path().parent_path() / "share" / "triptych";
}

bool isBuiltin(const std::string& model) {
    const auto names = builtinModels();
    return std::ranges::find(names, model) != names.end();
}

// People name the file that they downloaded.
Failure noFolder(const std::filesystem::path& path) {
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return fail(ErrorCode::FileMissing, "There is no such model folder; check the path.", path.string());
    switch (formats::torchFileKind(path)) {
    case formats::TorchFileKind::Script:
        return fail(ErrorCode::Unsupported,
                    "A TorchScript file alone does not say what it reads and returns; put it into a folder with the "
                    "triptych.json that tools/export_model.py writes, and name the folder.",
                    path.string());
    case formats::TorchFileKind::Pickle:
        return fail(ErrorCode::Untrusted,
                    "The file is a pickle, which can run any code when it is loaded, so it is not opened. Convert it "
                    "with tools/convert_weights.py and name the model's folder.",
                    path.string());
    case formats::TorchFileKind::Other:
        break;
    }
    return fail(ErrorCode::InvalidInput, "This is a file; name the folder that holds config.json and the weights.",
                path.string());
}

} // namespace

std::vector<std::string> familyIds() {
    std::vector<std::string> ids;
    for (const Family& family : families)
        ids.emplace_back(family.id);
    return ids;
}

std::vector<std::string> builtinModels() {
    return {"builtin", "builtin-plain"};
}

Result<std::filesystem::path> modelFolder(const std::string& model) {
    const std::filesystem::path folder =
        isBuiltin(model) ? resourceFolder() / "models" / model : std::filesystem::path(model);
    std::error_code code;
    if (std::filesystem::is_directory(folder, code))
        return folder;
    if (isBuiltin(model))
        return fail(
            ErrorCode::FileMissing,
            "The model that comes with the program is not there; install the program again, or set TRIPTYCH_RESOURCES.",
            folder.string());
    return noFolder(folder);
}

namespace {

// Our own folders name a "family", published ones a "model_type"; open_clip's have neither.
std::string familyOf(const formats::Json& config) {
    for (const char* key : {"family", "model_type"})
        if (const auto named = config.find(key); named != config.end() && named->is_string())
            return named->get<std::string>();
    return config.contains("model_cfg") ? "open_clip" : "";
}

struct FoundFamily {
    formats::ModelFolder folder;
    const Family* family;
};

Result<FoundFamily> findFamily(const std::string& model) {
    const auto path = modelFolder(model);
    if (!path)
        return tl::unexpected(path.error());
    auto folder = formats::ModelFolder::open(*path);
    if (!folder)
        return tl::unexpected(folder.error());
    const std::string id = familyOf(folder->config());
    const auto family = std::ranges::find(families, id, &Family::id);
    if (id.empty())
        return fail(
            ErrorCode::Unsupported,
            "The configuration does not say what the model is: it has no \"model_type\". Use the config.json of "
            "the published folder.",
            folder->configFile().string());
    if (family == families.end() && folder->config().contains("auto_map"))
        return fail(ErrorCode::Unsupported,
                    "The model family \"" + id +
                        "\" is code that comes with the folder (\"auto_map\"), and code of a folder is never run; "
                        "export the model with tools/export_model.py.",
                    folder->configFile().string());
    if (family == families.end())
        return fail(ErrorCode::Unsupported,
                    "The model family \"" + id + "\" is not supported yet; choose a folder of a family that " +
                        "`triptych-cli models` lists.",
                    folder->configFile().string());
    return FoundFamily{*std::move(folder), &*family};
}

std::optional<std::filesystem::path> programFolder(const std::string& model) {
    const auto folder = modelFolder(model);
    return folder && program::isProgramFolder(*folder) ? std::optional(*folder) : std::nullopt;
}

} // namespace

Result<std::shared_ptr<Model>> loadModel(const std::string& model, const std::string& device, const Monitor& monitor) {
    const auto resolved = backend::resolveDevice(device);
    if (!resolved)
        return tl::unexpected(resolved.error());
    if (const auto folder = programFolder(model))
        return program::loadProgram(*folder, *resolved, monitor);
    const auto found = findFamily(model);
    if (!found)
        return tl::unexpected(found.error());
    const Family& family = *found->family;
    if (family.load != nullptr)
        return family.load(found->folder, *resolved, monitor);
    return loadFamily(family.build, family.id, found->folder, *resolved, monitor);
}

Result<ModelDescriptor> inspectModel(const std::string& model) {
    if (const auto folder = programFolder(model))
        return program::inspectProgram(*folder);
    const auto found = findFamily(model);
    if (!found)
        return tl::unexpected(found.error());
    const Family& family = *found->family;
    return family.inspect != nullptr ? family.inspect(found->folder)
                                     : inspectFamily(family.build, family.id, found->folder);
}

} // namespace triptych::models
