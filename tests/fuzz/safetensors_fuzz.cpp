// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the header says: an accepted tensor lies inside of the file and is as long as its shape and type ask.
#include <cstdlib>
#include <span>

#include "inference/formats/safetensors.h"
#include "inference/formats/torch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych;
    const auto bytes = std::as_bytes(std::span(data, size));
    (void)formats::torchFileKind(bytes);
    const auto content = formats::parseSafetensors(bytes, "fuzz");
    if (!content)
        return 0;
    for (const auto& [name, view] : content->tensors) {
        std::size_t bits = static_cast<std::size_t>(formats::bitsOf(view.dtype));
        for (const std::int64_t extent : view.shape)
            bits *= static_cast<std::size_t>(extent);
        const bool isInside = view.bytes.empty() || (view.bytes.data() >= bytes.data() &&
                                                     view.bytes.data() + view.bytes.size() <= bytes.data() + size);
        if (!isInside || view.bytes.size() * 8 != bits)
            std::abort();
    }
    return 0;
}
