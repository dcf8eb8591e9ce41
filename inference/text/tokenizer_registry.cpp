// SPDX-License-Identifier: GPL-3.0-or-later
// A new kind of tokenizer is one file and one line of this table.
#include <array>

#include "inference/formats/json.h"
#include "inference/text/tokenizer.h"
#include "inference/text/wordpiece.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;

namespace {

constexpr const char* fileName = "tokenizer.json";

struct Reader {
    std::string_view modelType; // "model" "type" in tokenizer.json
    Result<TokenizerPtr> (*read)(const Json& document, const std::string& where);
};

constexpr std::array readers{
    Reader{"WordPiece", readWordPiece},
};

std::string knownTypes() {
    std::string names;
    for (const Reader& reader : readers)
        names += (names.empty() ? "" : ", ") + std::string(reader.modelType);
    return names;
}

// Files of tokenizers that come without a tokenizer.json, named so that the error can say what was found.
std::string otherTokenizerFile(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const char* name : {"spiece.model", "sentencepiece.bpe.model", "tokenizer.model", "vocab.json", "vocab.txt"})
        if (std::filesystem::exists(folder / name, ignored))
            return name;
    return {};
}

} // namespace

Result<TokenizerPtr> loadTokenizer(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / fileName;
    std::error_code ignored;
    if (const std::string other = otherTokenizerFile(folder); !std::filesystem::exists(file, ignored) && !other.empty())
        return fail(ErrorCode::Unsupported,
                    "The folder has " + other +
                        " but no tokenizer.json. Save the tokenizer in its fast form and try again.",
                    folder.string());
    const auto document = formats::readJsonFile(file, formats::tokenizerJsonLimits);
    if (!document)
        return tl::make_unexpected(document.error());
    const std::string where = file.string();
    if (!document->is_object() || !document->contains("model"))
        return fail(ErrorCode::BadFormat, "The file has no \"model\". It is not a tokenizer.json.", where);
    const auto type = jsonMember<std::string>((*document)["model"], "type", where + " \"model\"");
    if (!type)
        return tl::make_unexpected(type.error());
    for (const Reader& reader : readers)
        if (reader.modelType == *type)
            return reader.read(*document, where);
    return fail(ErrorCode::Unsupported,
                "Tokenizers of type \"" + *type + "\" are not supported. Supported: " + knownTypes() + ".", where);
}

} // namespace triptych::text
