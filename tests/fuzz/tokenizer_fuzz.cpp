// SPDX-License-Identifier: GPL-3.0-or-later
// A tokenizer.json that is accepted encodes any text: one token per id, inside of the text.
#include <cstdlib>

#include "inference/text/tokenizer.h"
#include "tests/fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych;
    static const fuzz::ScratchFile file("tokenizer.json");
    file.write(data, size);
    const auto tokenizer = text::loadTokenizer(file.folder());
    if (!tokenizer)
        return 0;
    for (const char* words : {"", "A ring, left of it 2 squares.",
                              "na\xc3\xafve \xe4\xbd\xa0\xe5\xa5\xbd \xf0\x9f\x98\x80", "\xff\xfe broken"}) {
        const text::Encoding encoding = (*tokenizer)->encode(words, 16);
        if (encoding.tokens.size() != encoding.ids.size())
            std::abort();
        (void)(*tokenizer)->decode(encoding.ids, true);
    }
    return 0;
}
