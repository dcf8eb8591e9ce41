// SPDX-License-Identifier: GPL-3.0-or-later
// What families share that write a text after a prompt of images (or sounds) and words.
#pragma once

#include "inference/models/family_model.h"
#include "inference/models/generation/decode.h"
#include "inference/models/towers/causal_decoder.h"

namespace triptych::models {

// A prompt as the language model reads it.
struct CausalPrompt {
    at::Tensor ids;        // [batch, n]
    at::Tensor mask;       // [batch, n], 1 = token
    at::Tensor embeddings; // [batch, n, width], images in their places
    at::Tensor positions;  // [batch, n], or [3, batch, n]
    at::Tensor images;     // [batch, n], see DecoderPass; may be undefined
};

// Ids and mask of a sample, all tokens where it has no mask; InvalidInput where it has no ids.
[[nodiscard]] Result<CausalPrompt> promptOf(const PreparedSample& sample);

class GenerativeModel : public FamilyModel {
public:
    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    // token:N: the logit of the N-th produced token of row 0, at the position before it.
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;

    // The produced tokens follow those of the prompt, in the text as well.
    void showOutput(PreparedSample& sample, const backend::Trace& trace) const override;

    [[nodiscard]] Result<WrittenTokens> writtenTokens(const PreparedSample& sample,
                                                      const backend::Trace& trace) const override;
    [[nodiscard]] std::string tokenText(std::int64_t id) const override;

protected:
    GenerativeModel(FamilySource& source, DecodeOptions decodeOptions)
        : FamilyModel(source)
        , m_tokenizer(source.tokenizer)
        , m_decode(std::move(decodeOptions)) {}

    // Decodes, then passes all of the ids once. Records output.ids, output.position_ids where there are three positions
    // per token, the decoder's maps, and logits.decoder from the last prompt token on.
    [[nodiscard]] Result<void> generate(const CausalDecoder& decoder, const CausalPrompt& prompt,
                                        const PreparedSample& sample, backend::Trace& trace,
                                        const Monitor& monitor) const;

    // Vision maps of image 0 (layers of `vision`), then the decoder's; the target is read at the position before its
    // token. Units of `item` are the first run of placeholders without `classTokens` at its begin, text units all
    // tokens of row 0.
    [[nodiscard]] Result<AttentionProgram> decoderProgram(const Target& target, const PreparedSample& sample,
                                                          const backend::Trace& trace, std::int64_t placeholder,
                                                          int classTokens = 0, Modality item = Modality::Image) const;

    [[nodiscard]] const DecodeOptions& decodeOptions() const { return m_decode; }
    [[nodiscard]] const text::Tokenizer& tokenizer() const { return *m_tokenizer; }

private:
    // All ids; `output.ids` among the tensors of the sample stand for what would be produced.
    [[nodiscard]] Result<at::Tensor> produce(const CausalDecoder& decoder, const CausalPrompt& prompt,
                                             const PreparedSample& sample, const Monitor& monitor) const;

    text::TokenizerPtr m_tokenizer;
    DecodeOptions m_decode;
};

// Where a token target is read in row 0: position of the token before it and number of tokens of the row.
struct TokenPlace {
    int position = 0;
    int tokens = 0;
};
[[nodiscard]] TokenPlace placeOfToken(const Target& target, const backend::Trace& trace);

// A run of equal ids in a row.
struct TokenRun {
    int begin = 0;
    int count = 0;
};
[[nodiscard]] TokenRun firstRun(const at::Tensor& row, std::int64_t id);

// [batch, n] -> positions [batch, n] that count the tokens; padding stands at 0.
[[nodiscard]] at::Tensor positionsFromMask(const at::Tensor& mask);
// The same positions with `count` further ones after the largest of each row.
[[nodiscard]] at::Tensor continuePositions(const at::Tensor& positions, std::int64_t count);

// Puts features [units, width] at the placeholders of embeddings [batch, n, width] in order. InvalidInput where their
// numbers differ.
[[nodiscard]] Result<at::Tensor> putFeatures(const at::Tensor& embeddings, const at::Tensor& ids,
                                             std::int64_t placeholder, const at::Tensor& features);

} // namespace triptych::models
