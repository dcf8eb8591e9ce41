// SPDX-License-Identifier: GPL-3.0-or-later
// config.json of a folder that has no weights: never accepted, whatever it says.
#include <cstdlib>

#include "inference/formats/json.h"
#include "inference/formats/model_folder.h"
#include "tests/fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych::formats;
    static const triptych::fuzz::ScratchFile file("config.json");
    file.write(data, size);
    if (ModelFolder::open(file.folder()))
        std::abort();
    const auto json = parseJson({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!json)
        return 0;
    for (const char* key : {"hidden_size", "vision_config", "architectures"}) {
        (void)jsonMember<int>(*json, key, "fuzz");
        (void)jsonMemberOr<double>(*json, key, 1.0, "fuzz");
        (void)jsonMember<std::vector<std::string>>(*json, key, "fuzz");
    }
    return 0;
}
